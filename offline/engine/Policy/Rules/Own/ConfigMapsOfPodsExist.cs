using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class ConfigMapsOfPodsExist()
    : PodRule(
        new RuleInfo(
            "own/dangling-config-map",
            RuleSeverity.High,
            "Every ConfigMap that a pod uses exists",
            "Create the object in the plan, correct the name, or mark the reference optional.",
            "kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap: a pod whose reference does not exist does not start"
        ),
        "volumes[].configMap, envFrom[].configMapRef, env[].valueFrom.configMapKeyRef"
    )
{
    protected override Verdict Check(Workload workload, PolicyPlan plan) => PodReferences.Judge(workload, "ConfigMap", plan);
}
