namespace PmCrm.App.Features.Relationships;

/// <summary>
/// The kinds of relationships. A kind is the related contact's relation to the contact; its reciprocal is the contact's relation to the
/// related one.
/// </summary>
public static class RelationshipKinds
{
    private static readonly Dictionary<string, string> Reciprocals = Pairs(
        ("parent", "child"),
        ("grandparent", "grandchild"),
        ("sibling", "sibling"),
        ("spouse", "spouse"),
        ("partner", "partner"),
        ("relative", "relative"),
        ("friend", "friend"),
        ("acquaintance", "acquaintance"),
        ("neighbour", "neighbour"),
        ("colleague", "colleague"),
        ("manager", "report"),
        ("mentor", "mentee"),
        ("client", "supplier"),
        ("introducer", "introduced")
    );

    /// <summary>All kinds, in alphabetical order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Reciprocals.Keys.Order(StringComparer.Ordinal)];

    /// <returns>Null if the kind does not exist.</returns>
    public static string? ReciprocalOf(string kind) => Reciprocals.GetValueOrDefault(kind);

    private static Dictionary<string, string> Pairs(params (string One, string Other)[] pairs)
    {
        var both = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (one, other) in pairs)
            (both[one], both[other]) = (other, one);
        return both;
    }
}
