using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class PoolProviderHasACondition()
    : PropertyRule(
        new RuleInfo(
            "CKV_GCP_118",
            RuleSeverity.Critical,
            "A Workload Identity provider restricts the tokens that it accepts",
            "Set attributeCondition: without it every repository of GitHub is accepted.",
            "Checkov CKV_GCP_118"
        ),
        "attributeCondition",
        Expect.Set,
        GcpType.PoolProvider
    );
