using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class DataAccessIsLogged()
    : PolicyRule(
        new RuleInfo(
            "CKV2_GCP_5",
            RuleSeverity.Medium,
            "Data access to secrets, keys and databases is logged",
            "Create an IAMAuditConfig for allServices, or for each service in use, with ADMIN_READ, DATA_READ and DATA_WRITE.",
            "Checkov CKV2_GCP_5; CIS GCP 3.0, 2.1"
        )
    )
{
    // The start of a type token, and the service whose data such resources use.
    private static readonly (string Prefix, string Service)[] Services =
    [
        ("gcp:secretmanager/", "secretmanager.googleapis.com"),
        ("gcp:kms/", "cloudkms.googleapis.com"),
        ("gcp:sql/", "cloudsql.googleapis.com"),
        ("gcp:serviceaccount/", "iam.googleapis.com"),
    ];

    private static readonly string[] Required = ["ADMIN_READ", "DATA_READ", "DATA_WRITE"];

    public override string LooksAt => $"{GcpType.AuditConfig}: service, auditLogConfigs[], for what the plan uses";

    public override IEnumerable<Judgement> Evaluate(PolicyPlan plan)
    {
        foreach (var (prefix, service) in Services)
            if (plan.Resources.FirstOrDefault(one => one.Type.StartsWith(prefix, StringComparison.Ordinal)) is { } first)
                yield return new Judgement(first, Check(plan, service));
    }

    private static Verdict Check(PolicyPlan plan, string service)
    {
        var configs = plan.OfType(GcpType.AuditConfig).ToList();
        var found = configs.Where(config => Known.Text(config.Inputs["service"]) is { } name && (name == service || name == "allServices"));
        if (found.Any(Logs))
            return Verdict.Pass;
        return configs.Any(config => !Known.Is(config.Inputs))
            ? Verdict.Unknown($"an audit configuration is not known before the deployment; expected one for {service}")
            : Verdict.Violation($"no audit configuration logs {service}; expected {string.Join(", ", Required)} without exempted members");
    }

    private static bool Logs(PlanResource config)
    {
        var logs = (Known.At(config.Inputs, "auditLogConfigs") as PlanList)?.Items ?? [];
        return Required.All(type =>
            logs.Any(log =>
                Known.Text(log.At("logType")) == type && Known.At(log, "exemptedMembers") is null or PlanList { Items.Count: 0 }
            )
        );
    }
}
