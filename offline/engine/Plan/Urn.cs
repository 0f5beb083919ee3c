using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Plan;

/// <summary>
/// The names that the engine gives to resources: <c>urn:pulumi:stack::project::parentType$type::name</c>. It contains the types of all
/// ancestors, except the stack's.
/// </summary>
public static class Urn
{
    public const string Prefix = "urn:pulumi:";

    public static string For(string stack, string project, string? parent, string type, string name)
    {
        var parentTypes = parent is null ? "" : QualifiedType(parent);
        var chain = parentTypes is "" or PlanResource.StackType ? type : $"{parentTypes}${type}";
        return $"{Prefix}{stack}::{project}::{chain}::{name}";
    }

    /// <summary>The chain of types, outermost first, separated by <c>$</c>.</summary>
    public static string QualifiedType(string urn) => Part(urn, 2);

    /// <summary>The resource's own type.</summary>
    public static string Type(string urn) => QualifiedType(urn) is var chain ? chain[(chain.LastIndexOf('$') + 1)..] : "";

    public static string Name(string urn) => Part(urn, 3);

    public static string Project(string urn) => Part(urn, 1);

    public static string Stack(string urn) =>
        Part(urn, 0) is var first && first.StartsWith(Prefix, StringComparison.Ordinal) ? first[Prefix.Length..] : "";

    /// <summary>The URN in a reference of a provider, which has the form <c>urn::id</c>; empty if it has another form.</summary>
    public static string OfProvider(string reference) => reference[..Math.Max(0, reference.LastIndexOf("::", StringComparison.Ordinal))];

    // Names may contain "::"; only the first three separators count.
    private static string Part(string urn, int index) => urn.Split("::", 4) is { Length: 4 } parts ? parts[index] : "";
}
