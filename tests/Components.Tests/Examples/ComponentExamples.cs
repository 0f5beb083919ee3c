using PmCrm.Components.Common;
using PmCrm.Examples;
using Pulumi;

namespace PmCrm.Components.Tests.Examples;

/// <summary>The example of each component: a class in <c>examples/</c>, compiled as another program would be.</summary>
internal static class ComponentExamples
{
    /// <summary>Every component of the library.</summary>
    public static IReadOnlyList<Type> Components { get; } =
    [
        .. typeof(ResourceLabels)
            .Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(ComponentResource)) && !type.IsAbstract)
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    /// <summary>The example's class in <c>examples/</c>; null where the component has none.</summary>
    public static Type? ClassOf(Type component) => typeof(CloudflareDnsExample).Assembly.GetType($"PmCrm.Examples.{component.Name}Example");

    /// <summary>The example's method, to run inside a deployment.</summary>
    public static Action ProgramOf(Type component) => ClassOf(component)!.GetMethod("Run")!.CreateDelegate<Action>();
}
