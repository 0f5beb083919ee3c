using System.Globalization;

namespace PmCrm.Preview.Cost;

/// <summary>List prices in US dollars, each with its source, date and confidence.</summary>
public sealed class PriceList
{
    private static readonly string[] Columns = ["vendor", "item", "kind", "region", "unit", "amount", "source", "date", "confidence"];

    private static readonly Lazy<PriceList> Loaded = new(() => Parse(Resource("prices.tsv"), "prices.tsv"));

    private readonly Dictionary<(string Vendor, string Item, string Region), Price> prices;

    private PriceList(Dictionary<(string Vendor, string Item, string Region), Price> prices) => this.prices = prices;

    /// <summary>The list that comes with the tool: <c>offline/engine/Cost/Data/prices.tsv</c>.</summary>
    public static PriceList BuiltIn => Loaded.Value;

    public IEnumerable<Price> All => prices.Values;

    /// <exception cref="PreviewException">It cannot be read, or a row is wrong; one message for each row.</exception>
    public static PriceList Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw PreviewException.Usage($"cannot read the prices '{path}': {error.Message}", error);
        }
    }

    /// <param name="name">The file, for messages.</param>
    /// <exception cref="PreviewException">A row is wrong; one message for each.</exception>
    public static PriceList Parse(string text, string name)
    {
        var file = new TableFile(name);
        var prices = new Dictionary<(string, string, string), Price>();
        var first = new Dictionary<(string, string), Price>();
        foreach (var row in file.Read(text, Columns))
        {
            if (PriceOf(row, file) is not { } price)
                continue;
            var same = first.TryAdd((price.Vendor, price.Item), price) ? price : first[(price.Vendor, price.Item)];
            if (same.Unit != price.Unit || same.Kind != price.Kind)
                file.Fault(row.Place, $"'{price.Item}' is per {price.Unit} here, and per {same.Unit} at {same.Place}");
            if (!prices.TryAdd((price.Vendor, price.Item, price.Region), price))
                file.Fault(row.Place, $"'{price.Item}' already has a price for {price.Region} at {same.Place} or below");
        }
        file.ThrowFaults();
        return new PriceList(prices);
    }

    /// <summary>The price in a region, or the one for all regions; null when there is none.</summary>
    /// <param name="unit">The unit that the caller counts in.</param>
    /// <exception cref="PreviewException">The price is for another unit.</exception>
    public Price? Find(string vendor, string item, string region, string unit)
    {
        var price = prices.GetValueOrDefault((vendor, item, region)) ?? prices.GetValueOrDefault((vendor, item, Price.Everywhere));
        if (price is not null && price.Unit != unit)
            throw PreviewException.Usage($"{price.Place}: {vendor} '{item}' is per {unit}, but the row says per {price.Unit}");
        return price;
    }

    /// <summary>The regions that an item has a price for.</summary>
    public IReadOnlyList<string> RegionsOf(string vendor, string item) =>
        [.. prices.Keys.Where(key => key.Vendor == vendor && key.Item == item).Select(key => key.Region).Order(StringComparer.Ordinal)];

    internal static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(PriceList).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static Price? PriceOf(TableRow row, TableFile file)
    {
        if (!Columns.All(column => file.Has(row, column)))
            return null;
        if (row["kind"] is not ("price" or "allotment"))
            file.Fault(row.Place, $"unknown kind '{row["kind"]}'; accepted: price, allotment");
        else if (!Price.Units.Contains(row["unit"]))
            file.Fault(row.Place, $"unknown unit '{row["unit"]}'; accepted: {string.Join(", ", Price.Units)}");
        else if (!decimal.TryParse(row["amount"], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            file.Fault(row.Place, $"the amount '{row["amount"]}' is not a number; accepted: US dollars such as 0.147");
        else if (!Price.Confidences.Contains(row["confidence"]))
            file.Fault(row.Place, $"unknown confidence '{row["confidence"]}'; accepted: {string.Join(", ", Price.Confidences)}");
        else
            return new Price(
                row["vendor"],
                row["item"],
                row["kind"] == "price" ? PriceKind.Price : PriceKind.Allotment,
                row["region"],
                row["unit"],
                amount,
                row["source"],
                row["date"],
                row["confidence"],
                row.Place
            );
        return null;
    }
}
