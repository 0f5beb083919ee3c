using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class PodsDoNotSeeProcessesOfTheHost()
    : PodPropertyRule(
        new RuleInfo(
            "CKV_K8S_17",
            RuleSeverity.High,
            "A pod does not see the processes of its host",
            "Remove hostPID.",
            "Checkov CKV_K8S_17; Pod Security baseline"
        ),
        "hostPID",
        Expect.NotTrue
    );
