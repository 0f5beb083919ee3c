using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class LogArchiveIsLocked()
    : ResourceRule(
        new RuleInfo(
            "CKV2_GCP_4",
            RuleSeverity.Medium,
            "A bucket for exported logs has a locked retention policy",
            "Set retentionPolicy.isLocked of the bucket to true.",
            "Checkov CKV2_GCP_4; CIS GCP 3.0, 2.3"
        ),
        "gcp:logging/projectSink:ProjectSink",
        "gcp:logging/folderSink:FolderSink",
        "gcp:logging/organizationSink:OrganizationSink"
    )
{
    private const string Storage = "storage.googleapis.com/";

    // cloud.google.com/logging/docs/export/configure_export_v2: the destinations other than storage buckets.
    private static readonly string[] Elsewhere = ["logging.googleapis.com/", "bigquery.googleapis.com/", "pubsub.googleapis.com/"];

    public override string LooksAt => $"{base.LooksAt}: destination; {GcpType.Bucket}: retentionPolicy.isLocked";

    protected override Verdict Check(PlanResource resource, PolicyPlan plan)
    {
        if (Known.At(resource.Inputs, "destination") is not PlanText { Text: var destination })
            return Verdict.Unknown("destination is not known before the deployment; expected a locked bucket");
        if (Elsewhere.Any(service => destination.StartsWith(service, StringComparison.Ordinal)))
            return Verdict.Pass;
        if (!destination.StartsWith(Storage, StringComparison.Ordinal))
            return Verdict.Unknown($"destination is '{destination}', not known before the deployment; expected a locked bucket");
        var bucket = plan.OfType(GcpType.Bucket)
            .FirstOrDefault(one =>
                References.Has(resource, "destination", one) || Known.Text(one.Inputs["name"]) == destination[Storage.Length..]
            );
        return bucket is null
            ? Verdict.Unknown($"the bucket of {destination} is not in the plan; expected one with retentionPolicy.isLocked")
            : Expect.True.Judge(bucket.Inputs.At("retentionPolicy.isLocked"), $"retentionPolicy.isLocked of {bucket.Name}");
    }
}
