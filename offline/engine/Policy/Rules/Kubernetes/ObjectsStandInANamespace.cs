using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class ObjectsStandInANamespace()
    : ObjectRule(
        new RuleInfo(
            "CKV_K8S_21",
            RuleSeverity.Low,
            "An object is in a namespace other than default",
            "Set metadata.namespace.",
            "Checkov CKV_K8S_21"
        ),
        "metadata.namespace",
        "ConfigMap",
        "CronJob",
        "DaemonSet",
        "Deployment",
        "Ingress",
        "Job",
        "Pod",
        "ReplicaSet",
        "ReplicationController",
        "Role",
        "RoleBinding",
        "Secret",
        "Service",
        "ServiceAccount",
        "StatefulSet"
    )
{
    protected override Verdict Check(KubernetesObject one, PolicyPlan plan)
    {
        var value = Known.At(one.Inputs, "metadata.namespace");
        return value is null
            ? Verdict.Violation("metadata.namespace is not set; expected one that is not default")
            : Expect.NoneOf("default").Judge(value, "metadata.namespace");
    }
}
