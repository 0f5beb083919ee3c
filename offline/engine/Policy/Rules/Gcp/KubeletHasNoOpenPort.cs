using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class KubeletHasNoOpenPort()
    : PropertyRule(
        new RuleInfo(
            "own/kubelet-read-only-port",
            RuleSeverity.Medium,
            "The kubelet of a node pool has no port without authentication",
            "Set nodeConfig.kubeletConfig.insecureKubeletReadonlyPortEnabled to FALSE.",
            "cloud.google.com/kubernetes-engine/docs/how-to/disable-kubelet-readonly-port"
        ),
        "nodeConfig.kubeletConfig.insecureKubeletReadonlyPortEnabled",
        Expect.OneOf("FALSE"),
        GcpType.NodePool
    );
