namespace PmCrm.Preview.Diff;

/// <summary>Which change of which resource is dangerous: <c>dangers.tsv</c>, which names its sources.</summary>
/// <param name="Rank">Its place in the table: within a kind, the first is the worst.</param>
internal sealed record DangerRule(int Rank, string Type, string Property, string Event, DangerKind Kind, string Says)
{
    public const string Gone = "gone";
    public const string Changed = "changed";
    public const string Renewed = "renewed";
    public const string OnlyIfRetained = "options.retainOnDelete";

    private static readonly Lazy<IReadOnlyList<DangerRule>> Loaded = new(Load);

    /// <summary>The first rule for this event of a resource type; null if there is none.</summary>
    /// <param name="happens">What happens: <see cref="Gone"/>, <see cref="Changed"/>, or <c>added</c>.</param>
    /// <param name="property">The changed property; null unless the resource changes in place.</param>
    public static DangerRule? For(string type, string happens, string? property) =>
        Loaded.Value.FirstOrDefault(rule => (rule.Event == happens || rule.Event == "any") && rule.Means(type) && rule.Covers(property));

    /// <summary>Whether replacing a resource only gives it a new value, and it is never missing in between.</summary>
    /// <param name="type">The resource's type.</param>
    /// <param name="isRetained">The old one stays in the cloud.</param>
    public static bool IsRenewal(string type, bool isRetained) =>
        Loaded.Value.Any(rule => rule.Event == Renewed && rule.Means(type) && (rule.Property != OnlyIfRetained || isRetained));

    private bool Means(string type) =>
        Type.Split('*') is [var start, var end]
            ? type.Length >= start.Length + end.Length
                && type.StartsWith(start, StringComparison.Ordinal)
                && type.EndsWith(end, StringComparison.Ordinal)
            : type == Type;

    private bool Covers(string? property) =>
        Property == "-"
        || (
            property is not null
            && property.StartsWith(Property, StringComparison.Ordinal)
            && (property.Length == Property.Length || property[Property.Length] is '.' or '[')
        );

    private static List<DangerRule> Load()
    {
        const string Name = "dangers.tsv";
        using var reader = new StreamReader(typeof(DangerRule).Assembly.GetManifestResourceStream(Name)!);
        var file = new TableFile(Name);
        var rules = file.Read(reader.ReadToEnd(), "type", "property", "event", "kind", "says", "source")
            .Select((row, rank) => Rule(rank, row, file))
            .ToList();
        file.ThrowFaults();
        return rules;
    }

    private static DangerRule Rule(int rank, TableRow row, TableFile file)
    {
        DangerKind? kind = row["kind"] switch
        {
            "data" => DangerKind.DataLoss,
            "outage" => DangerKind.Outage,
            "restart" => DangerKind.Restart,
            "access" => DangerKind.Access,
            _ => null,
        };
        if (kind is null)
            file.Fault(row.Place, $"unknown kind '{row["kind"]}'; accepted: data, outage, restart, access");
        return new DangerRule(rank, row["type"], row["property"], row["event"], kind ?? DangerKind.Access, row["says"]);
    }
}
