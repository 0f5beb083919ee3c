using Pulumi;

namespace PmCrm.Components.Common;

/// <summary>
/// Order between components that share no value. The order is never put into a value (with <c>Apply</c>): a value that waits for a new
/// resource is unknown in the preview, and Pulumi then treats everything that uses it as changed, up to the replacement of a protected
/// cluster. Such a value also creates a property dependency, and when the engine deletes a resource before replacing it, it deletes the
/// dependents too (<c>calculateDependentReplacements</c> in pulumi/pulumi, pkg/resource/deploy/step_generator.go, looks at property
/// dependencies only).
/// </summary>
public static class CreationOrder
{
    /// <summary>Makes every resource of the component depend on <paramref name="resources"/>.</summary>
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
