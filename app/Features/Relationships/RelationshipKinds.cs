namespace PmCrm.App.Features.Relationships;

/// <summary>
/// What two contacts can be to each other. A kind says what the related contact is to the contact; each has a reciprocal, which is what
/// the contact is to the related one.
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

    /// <summary>Every kind, in alphabetical order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Reciprocals.Keys.Order(StringComparer.Ordinal)];

    /// <returns>Null where there is no such kind.</returns>
    public static string? ReciprocalOf(string kind) => Reciprocals.GetValueOrDefault(kind);

    private static Dictionary<string, string> Pairs(params (string One, string Other)[] pairs)
    {
        var both = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (one, other) in pairs)
            (both[one], both[other]) = (other, one);
        return both;
    }
}
