using PmCrm.Preview.Diff.Rules;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Simulation;

namespace PmCrm.Preview.Diff;

/// <summary>How the providers handle a change, as far as that is known without running them.</summary>
internal sealed class ProviderRules(RuleTable table)
{
    public static ProviderRules Default { get; } = new(RuleTable.BuiltIn);

    private const string ClusterIdentifier = "clusterIdentifier";

    // The provider settings that select the cluster.
    private static readonly string[] ClusterSettings = ["kubeconfig", "context", "cluster"];

    /// <summary>The inputs that differ, after the options that ignore changes, with what the provider does about each.</summary>
    /// <param name="was">The resource as it is deployed.</param>
    /// <param name="resource">The resource as the program has it.</param>
    /// <param name="provider">The provider that the program chose for it; null for the default one.</param>
    public IEnumerable<PropertyChange> Changes(PlanResource was, PlanResource resource, PlanResource? provider)
    {
        var (inputs, _) = PropertyReset.Apply(was.Inputs, resource.Inputs, resource.Options.IgnoreChanges);
        var replaceOn = resource.Options.ReplaceOnChanges.Select(PropertyPath.TryParse).OfType<PropertyPath>().ToList();
        var now = resource with { Inputs = inputs };
        foreach (var (path, oldValue, newValue) in ValueComparer.Compare(PropertyPath.Root, was.Inputs, inputs))
        {
            var effect = resource.IsCustom ? table.Judge(was, now, path, provider?.Inputs) : Effect.Update;
            var replaces =
                resource.IsCustom
                && (effect == Effect.Replace || replaceOn.Any(path.IsAtOrBelow) || MeansAnotherCluster(was, now, path, newValue));
            yield return new PropertyChange(path.ToString(), oldValue, newValue, replaces, !replaces && effect == Effect.None);
        }
    }

    // pulumi-kubernetes, provider/pkg/provider/provider.go, DiffConfig: a different cluster identifier means a different cluster, the same
    // one the same cluster. Without an identifier, a kubeconfig that is unknown or has changed may mean another cluster.
    private static bool MeansAnotherCluster(PlanResource was, PlanResource resource, PropertyPath path, PlanValue? value)
    {
        if (!resource.IsProvider || resource.Package != "kubernetes" || path.Steps[0].Key is not { } key)
            return false;
        var (before, after) = (was.Inputs[ClusterIdentifier], resource.Inputs[ClusterIdentifier]);
        if (key == ClusterIdentifier)
            return before is not null && value is not null;
        return ClusterSettings.Contains(key) && value is not null && (after is null || !PlanValue.Same(before, after));
    }

    /// <summary>Whether a replacement deletes the old resource first, because both cannot exist at the same time.</summary>
    public static bool DeletesFirst(PlanResource was, PlanResource resource)
    {
        if (resource.Options.DeleteBeforeReplace is { } said)
            return said;
        if (resource.IsProvider)
            return false;
        // pulumi-kubernetes, provider/pkg/provider/provider.go, Diff: a name that was given, the same as before, in the same namespace.
        if (resource.Package == "kubernetes" && resource.Inputs.At("metadata.name") is { } name)
            return PlanValue.Same(name, was.Inputs.At("metadata.name"))
                && PlanValue.Same(resource.Inputs.At("metadata.namespace"), was.Inputs.At("metadata.namespace"));
        // pulumi-terraform-bridge, pkg/tfbridge/schema.go, nameRequiresDeleteBeforeReplace: a name that the provider would generate.
        return Simulator.AutoNamed(resource.Type) is { } property && resource.Inputs[property] is not null;
    }
}
