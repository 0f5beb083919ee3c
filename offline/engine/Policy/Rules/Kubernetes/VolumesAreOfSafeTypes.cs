using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Kubernetes;

internal sealed class VolumesAreOfSafeTypes()
    : PodRule(
        new RuleInfo(
            "pod-security/volume-types",
            RuleSeverity.Medium,
            "The volumes of a pod are of types that reach nothing outside it",
            "Use configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected or secret.",
            "Pod Security restricted, kubernetes.io/docs/concepts/security/pod-security-standards"
        ),
        "volumes[]"
    )
{
    private static readonly string[] Safe =
    [
        "configMap",
        "csi",
        "downwardAPI",
        "emptyDir",
        "ephemeral",
        "image",
        "persistentVolumeClaim",
        "projected",
        "secret",
    ];

    protected override Verdict Check(Workload workload, PolicyPlan plan)
    {
        return Known.At(workload.PodSpec, "volumes") switch
        {
            null => Verdict.Pass,
            PlanList list => Verdict.Worst(list.Items.Select(Check)),
            _ => Verdict.Unknown("volumes is not known before the deployment"),
        };
    }

    private static Verdict Check(PlanValue volume) =>
        volume is PlanMap map
            ? Verdict.Worst(
                map.Entries.Keys.Where(key => key != "name" && !Safe.Contains(key))
                    .Select(key => Verdict.Violation($"a volume is of type {key}; expected {string.Join(", ", Safe)}"))
            )
            : Verdict.Unknown("a volume is not known before the deployment");
}
