using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class BucketIsNotPublic()
    : PropertyRule(
        new RuleInfo(
            "own/public-bucket",
            RuleSeverity.High,
            "A Cloud Storage bucket cannot be made public",
            "Set publicAccessPrevention to enforced.",
            "Checkov CKV_GCP_114; cloud.google.com/storage/docs/public-access-prevention"
        ),
        "publicAccessPrevention",
        Expect.OneOf("enforced"),
        GcpType.Bucket
    );
