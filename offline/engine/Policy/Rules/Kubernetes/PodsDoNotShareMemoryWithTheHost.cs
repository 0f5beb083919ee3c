using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class PodsDoNotShareMemoryWithTheHost()
    : PodPropertyRule(
        new RuleInfo(
            "CKV_K8S_18",
            RuleSeverity.High,
            "A pod does not share memory with its host",
            "Remove hostIPC.",
            "Checkov CKV_K8S_18; Pod Security baseline"
        ),
        "hostIPC",
        Expect.NotTrue
    );
