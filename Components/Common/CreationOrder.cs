using Pulumi;

namespace PmCrm.Components.Common;

/// <summary>
/// Order between components that share no value. It is never part of a value: a value that waits for a new resource is unknown in the
/// preview, and Pulumi then takes everything that uses the value for changed, up to the replacement of a protected cluster. A value that
/// waits also makes a property dependency, along which the engine deletes dependents of what it deletes before replacing it
/// (<c>calculateDependentReplacements</c> in pulumi/pulumi, pkg/resource/deploy/step_generator.go, looks at property dependencies only).
/// </summary>
public static class CreationOrder
{
    /// <summary>The options, with which every resource of the component depends on <paramref name="resources"/>.</summary>
    /// <param name="options">Options of a component; its resources inherit the dependency as they inherit transformations.</param>
    /// <param name="resources">What must exist first. A component stands for all resources in it.</param>
    public static ComponentResourceOptions After(this ComponentResourceOptions options, params Resource[] resources)
    {
        options.ResourceTransformations.Add(child =>
        {
            if (child.Resource is not CustomResource)
                return null;
            child.Options.DependsOn.AddRange(resources);
            return new ResourceTransformationResult(child.Args, child.Options);
        });
        return options;
    }
}
