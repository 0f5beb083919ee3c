using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class VolumesOfContainersExist()
    : ContainerRule(
        new RuleInfo(
            "own/dangling-volume",
            RuleSeverity.High,
            "Every volume that a container mounts is defined in its pod",
            "Add the volume to the pod, or correct the name.",
            "kubernetes.io/docs/concepts/storage/volumes"
        ),
        "volumeMounts[].name"
    )
{
    protected override Verdict Check(Container container, Workload workload, PolicyPlan plan)
    {
        var volumes = Known.At(workload.PodSpec, "volumes");
        var names = ((volumes as PlanList)?.Items ?? []).Select(volume => Known.Text(volume.At("name"))).ToList();
        var claims = ((Known.At(workload.Object.Inputs, "spec.volumeClaimTemplates") as PlanList)?.Items ?? []).Select(claim =>
            Known.Text(claim.At("metadata.name"))
        );
        var known = names.Concat(claims).ToHashSet();
        var isOpen = volumes is not (null or PlanList) || known.Contains(null);
        return Verdict.Worst(
            ((Known.At(container.Map, "volumeMounts") as PlanList)?.Items ?? []).Select(mount =>
                Known.Text(mount.At("name")) is not { } name || (isOpen && !known.Contains(name))
                    ? Verdict.Unknown("the name of a volume is not known before the deployment; expected one of the pod")
                    : Verdict.Holds(known.Contains(name), $"there is no volume {name} in the pod; expected one")
            )
        );
    }
}
