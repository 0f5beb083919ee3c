using System.Reflection;
using Pulumi;

namespace PmCrm.Sdk.Generator.Tests.Harness;

/// <summary>The members of a package's type, from its attributes.</summary>
internal static class Members
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>The wire names of a type's inputs, sorted.</summary>
    internal static string[] Inputs(Type type) => [.. Marked<InputAttribute>(type).Order(StringComparer.Ordinal)];

    /// <summary>The wire names of a resource's outputs, sorted.</summary>
    internal static string[] Outputs(Type type) => [.. Marked<OutputAttribute>(type).Order(StringComparer.Ordinal)];

    /// <summary>The wire names of the fields of a nested output type, sorted.</summary>
    internal static string[] Fields(Type type) =>
        [
            .. type.GetConstructors(Declared)
                .Single()
                .GetParameters()
                .Select(parameter => ArgumentOf<OutputConstructorParameterAttribute>(parameter.CustomAttributes) ?? parameter.Name!)
                .Order(StringComparer.Ordinal),
        ];

    private static IEnumerable<string> Marked<T>(Type type) =>
        type.GetMembers(Declared).Select(member => ArgumentOf<T>(member.CustomAttributes)).OfType<string>();

    private static string? ArgumentOf<T>(IEnumerable<CustomAttributeData> attributes) =>
        attributes
            .Where(attribute => attribute.AttributeType == typeof(T))
            .Select(attribute => (string?)attribute.ConstructorArguments[0].Value)
            .SingleOrDefault();
}
