using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff;

/// <summary>Which change of which resource is dangerous: <c>dangers.tsv</c>, which names its sources.</summary>
/// <param name="Rank">Its place in the table: within a kind, the first is the worst.</param>
/// <param name="Kind">Null where nothing is lost, stopped or opened: the table says so to keep a later rule from meaning it.</param>
/// <param name="Protection">What prevents it, in words; null where nothing does.</param>
/// <param name="Source">The page or file that says so, or <see cref="Unconfirmed"/> and why.</param>
internal sealed record DangerRule(
    int Rank,
    string Type,
    string Property,
    string Event,
    DangerCondition? When,
    DangerKind? Kind,
    string Says,
    string? Protection,
    string Source
)
{
    public const string Gone = "gone";
    public const string Changed = "changed";
    public const string Renewed = "renewed";
    public const string OnlyIfRetained = "options.retainOnDelete";

    /// <summary>How the source of a rule begins that nobody has found in the vendor's documentation or the provider's source.</summary>
    public const string Unconfirmed = "unconfirmed";

    private const string Name = "dangers.tsv";
    private const string Nothing = "-";

    private static readonly Lazy<IReadOnlyList<DangerRule>> Loaded = new(() =>
    {
        using var reader = new StreamReader(typeof(DangerRule).Assembly.GetManifestResourceStream(Name)!);
        return Parse(reader.ReadToEnd(), Name);
    });

    public static IReadOnlyList<DangerRule> All => Loaded.Value;

    /// <summary>The first rule for this event of a resource type; null if there is none.</summary>
    /// <param name="happens">What happens: <see cref="Gone"/>, <see cref="Changed"/>, or <c>added</c>.</param>
    /// <param name="property">The changed property; null unless the resource changes in place.</param>
    /// <param name="inputs">The inputs that the conditions are about: deployed ones where it is gone, else as they will be.</param>
    public static DangerRule? For(string type, string happens, string? property, PlanMap inputs) =>
        Loaded.Value.FirstOrDefault(rule =>
            (rule.Event == happens || rule.Event == "any")
            && rule.Means(type)
            && rule.Covers(property)
            && rule.When?.IsMetBy(inputs) is not false
        );

    /// <summary>Whether replacing a resource only gives it a new value, and it is never missing in between.</summary>
    /// <param name="type">The resource's type.</param>
    /// <param name="isRetained">The old one stays in the cloud.</param>
    public static bool IsRenewal(string type, bool isRetained) =>
        Loaded.Value.Any(rule => rule.Event == Renewed && rule.Means(type) && (rule.Property != OnlyIfRetained || isRetained));

    /// <exception cref="PreviewException">A row is wrong; one message for each.</exception>
    public static IReadOnlyList<DangerRule> Parse(string text, string name)
    {
        string[] columns = ["type", "property", "event", "when", "kind", "says", "protection", "source"];
        var file = new TableFile(name);
        var rules = file.Read(text, columns)
            .Where(row => columns.All(column => file.Has(row, column)))
            .Select((row, rank) => Rule(rank, row, file))
            .ToList();
        file.ThrowFaults();
        return rules;
    }

    private bool Means(string type) =>
        Type.Split('*') is [var start, var end]
            ? type.Length >= start.Length + end.Length
                && type.StartsWith(start, StringComparison.Ordinal)
                && type.EndsWith(end, StringComparison.Ordinal)
            : type == Type;

    private bool Covers(string? property) =>
        Property == Nothing
        || (
            property is not null
            && property.StartsWith(Property, StringComparison.Ordinal)
            && (property.Length == Property.Length || property[Property.Length] is '.' or '[')
        );

    private static DangerRule Rule(int rank, TableRow row, TableFile file)
    {
        if (row["event"] is not (Gone or Changed or Renewed or "any"))
            file.Fault(row.Place, $"unknown event '{row["event"]}'; accepted: {Gone}, {Changed}, {Renewed}, any");
        DangerKind? kind = row["kind"] switch
        {
            "data" => DangerKind.DataLoss,
            "outage" => DangerKind.Outage,
            "restart" => DangerKind.Restart,
            "access" => DangerKind.Access,
            _ => null,
        };
        if (kind is null && row["kind"] != "none")
            file.Fault(row.Place, $"unknown kind '{row["kind"]}'; accepted: data, outage, restart, access, none");
        return new DangerRule(
            rank,
            row["type"],
            row["property"],
            row["event"],
            Given(row, "when") is { } when ? DangerCondition.Parse(when, row, file) : null,
            kind,
            row["says"],
            Given(row, "protection"),
            row["source"]
        );
    }

    private static string? Given(TableRow row, string column) => row[column] == Nothing ? null : row[column];
}
