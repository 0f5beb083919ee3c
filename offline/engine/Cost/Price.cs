namespace PmCrm.Preview.Cost;

/// <summary>What an amount of the price list means.</summary>
public enum PriceKind
{
    /// <summary>US dollars for one unit.</summary>
    Price,

    /// <summary>Units that the vendor gives each month without charge.</summary>
    Allotment,
}

/// <summary>One row of the price list.</summary>
/// <param name="Item">The vendor's product, for example <c>compute.e2-standard-4.on_demand</c>.</param>
/// <param name="Region">The vendor's region, a group of regions such as <c>europe</c>, or <see cref="Everywhere"/>.</param>
/// <param name="Unit">One of <see cref="Units"/>.</param>
/// <param name="Amount">US dollars for one unit; a number of units for an allotment.</param>
/// <param name="Confidence">How the amount was learned, one of <see cref="Confidences"/>.</param>
/// <param name="Place">The file and line, for messages.</param>
public sealed record Price(
    string Vendor,
    string Item,
    PriceKind Kind,
    string Region,
    string Unit,
    decimal Amount,
    string Source,
    string Date,
    string Confidence,
    string Place
)
{
    /// <summary>Used instead of a region: the price is the same in all regions.</summary>
    public const string Everywhere = "global";

    /// <summary>The units that prices and usage assumptions may have.</summary>
    public static readonly IReadOnlySet<string> Units = new SortedSet<string>(StringComparer.Ordinal)
    {
        "hour",
        "month",
        "year",
        "gb",
        "gib",
        "tib",
        "mib",
        "gb-hour",
        "gb-month",
        "cu-hour",
        "host-month",
        "version-month",
        "version-location-month",
        "rotation",
        "image",
        "email",
        "10k ops",
        "100k commands",
        "1k executions",
        "1k calls",
        "1m requests",
        "1m samples",
        "1m points",
        "1m events",
    };

    /// <summary>
    /// How an amount was learned: read for that region; read for another one and carried over; from third parties that quote the vendor;
    /// unchecked knowledge.
    /// </summary>
    public static readonly IReadOnlyList<string> Confidences = ["exact-region", "other-region", "secondary", "memory"];

    /// <summary>It was read from the vendor, or from a dump of the vendor's catalog, for this region.</summary>
    public bool IsExact => Confidence == Confidences[0];
}
