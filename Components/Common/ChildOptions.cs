using Pulumi;

namespace PmCrm.Components.Common;

/// <summary>The resource options that every component's children share, so that every child has its parent.</summary>
public static class ChildOptions
{
    /// <summary>Options for a child of <paramref name="parent"/>.</summary>
    /// <param name="parent">The component that creates the child in its constructor.</param>
    /// <param name="dependsOn">What must exist first although no property refers to it.</param>
    public static CustomResourceOptions Child(this ComponentResource parent, params Resource[] dependsOn) =>
        new() { Parent = parent, DependsOn = dependsOn };

    /// <summary>
    /// Options for a child that holds data: protected from deletion and replacement unless the caller opts out explicitly.
    /// </summary>
    /// <param name="parent">The component that creates the child in its constructor.</param>
    /// <param name="protection"><see cref="Protection.On"/> sets Pulumi's <c>protect</c>.</param>
    /// <param name="dependsOn">What must exist first although no property refers to it.</param>
    public static CustomResourceOptions ProtectedChild(this ComponentResource parent, Protection protection, params Resource[] dependsOn)
    {
        var options = parent.Child(dependsOn);
        options.Protect = protection is Protection.On;
        return options;
    }

    /// <summary>
    /// For a resource whose physical name is fixed: a replacement deletes the old one first, as two cannot have one name.
    /// </summary>
    public static CustomResourceOptions WithFixedName(this CustomResourceOptions options)
    {
        options.DeleteBeforeReplace = true;
        return options;
    }
}
