using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class PodsAreNotInTheNetworkOfTheHost()
    : PodPropertyRule(
        new RuleInfo(
            "CKV_K8S_19",
            RuleSeverity.High,
            "A pod is not in the network of its host",
            "Remove hostNetwork.",
            "Checkov CKV_K8S_19; Pod Security baseline"
        ),
        "hostNetwork",
        Expect.NotTrue
    );
