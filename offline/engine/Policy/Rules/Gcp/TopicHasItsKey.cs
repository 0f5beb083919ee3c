using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class TopicHasItsKey()
    : PropertyRule(
        new RuleInfo("CKV_GCP_83", RuleSeverity.Low, "A topic is encrypted with a key of its own", "Set kmsKeyName.", "Checkov CKV_GCP_83"),
        "kmsKeyName",
        Expect.Set,
        GcpType.Topic
    );
