using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>A rule over one flag of a Cloud SQL instance of one engine.</summary>
/// <param name="info">The rule's id, severity, title, remedy and source.</param>
/// <param name="engine">What <c>databaseVersion</c> begins with: <c>POSTGRES</c>.</param>
/// <param name="flag">The flag's name.</param>
/// <param name="expected">What it must be; it is null where the instance does not set it.</param>
internal abstract class FlagRule(RuleInfo info, string engine, string flag, Expectation expected)
    : ResourceRule(info, GcpType.DatabaseInstance)
{
    private const string Flags = "settings.databaseFlags";

    public override string LooksAt => $"{base.LooksAt}: {Flags}[name={flag}].value";

    // If the engine is unknown, it may be this one.
    protected override bool AppliesTo(PlanResource resource, PolicyPlan plan) =>
        Known.Text(resource.Inputs["databaseVersion"])?.StartsWith(engine, StringComparison.Ordinal) ?? true;

    protected override Verdict Check(PlanResource resource, PolicyPlan plan)
    {
        var list = Known.At(resource.Inputs, Flags);
        var flags = (list as PlanList)?.Items ?? [];
        var found = flags.OfType<PlanMap>().FirstOrDefault(one => Known.Text(one["name"]) == flag);
        if (
            found is null
            && (list is not (null or PlanList) || flags.Any(one => one is not PlanMap map || Known.Text(map["name"]) is null))
        )
            return Verdict.Unknown($"a name in {Flags} is not known before the deployment; expected {flag} {expected.Accepted}");
        var verdict = expected.Judge(found?["value"], $"the flag {flag}");
        return Known.Text(resource.Inputs["databaseVersion"]) is null && verdict.Kind == VerdictKind.Violation
            ? Verdict.Unknown($"{verdict.Message}, where databaseVersion is {engine}")
            : verdict;
    }
}
