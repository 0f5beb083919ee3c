using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Policy.Model;

/// <summary>A resource of the plan that is one object of a cluster.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Group">The API group and version as the type token has it: <c>apps/v1</c>.</param>
/// <param name="Kind">The kind: <c>Deployment</c>.</param>
internal sealed record KubernetesObject(PlanResource Resource, string Group, string Kind)
{
    private const string Package = "kubernetes:";

    public PlanMap Inputs => Resource.Inputs;

    /// <summary>The object's name in the cluster; null if the provider generates one, or if it is not known.</summary>
    public string? Name => Known.Text(Inputs.At("metadata.name"));

    /// <summary>The namespace; <c>default</c> where none is set; null where it is not known.</summary>
    public string? Namespace => Known.At(Inputs, "metadata.namespace") is { } value ? Known.Text(value) : "default";

    public PlanMap Labels => Inputs.At("metadata.labels") as PlanMap ?? PlanMap.Empty;

    /// <summary>The object; null for a resource that is not one: a Helm release, a list, a patch of somebody else's object.</summary>
    public static KubernetesObject? Of(PlanResource resource)
    {
        if (!resource.Type.StartsWith(Package, StringComparison.Ordinal))
            return null;
        var (group, kind) = (resource.Type[Package.Length..Math.Max(Package.Length, resource.Type.LastIndexOf(':'))], resource.ShortType);
        var isObject = group.Length > 0 && !group.StartsWith("helm.sh/", StringComparison.Ordinal) && group != "yaml";
        return isObject && !kind.EndsWith("List", StringComparison.Ordinal) && !kind.EndsWith("Patch", StringComparison.Ordinal)
            ? new KubernetesObject(resource, group, kind)
            : null;
    }
}
