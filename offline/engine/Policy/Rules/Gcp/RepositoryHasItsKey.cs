using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class RepositoryHasItsKey()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_84",
            RuleSeverity.Low,
            "A repository of images is encrypted with a key of its own",
            "Set kmsKeyName.",
            "Checkov CKV_GCP_84"
        ),
        "kmsKeyName",
        Expect.Set,
        GcpType.Repository
    );
