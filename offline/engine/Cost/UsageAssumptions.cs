using System.Globalization;

namespace PmCrm.Preview.Cost;

/// <summary>One assumption about what a stack uses in a month.</summary>
/// <param name="Value">A number, or the name of a plan where the unit is <see cref="UsageAssumptions.PlanUnit"/>.</param>
/// <param name="Reason">Why this much, in words.</param>
/// <param name="Place">The file and line, for messages.</param>
public sealed record Assumption(string Item, string Value, string Unit, string Reason, string Place);

/// <summary>
/// The usage that a bill depends on and that a plan does not contain: traffic, logs, stored data, seats, vendors' plans. The file
/// <c>usage.tsv</c> beside Pulumi.yaml has it for all stacks; a row for <c>*</c> applies where a stack has no row of its own.
/// </summary>
public sealed class UsageAssumptions
{
    public const string FileName = "usage.tsv";

    /// <summary>The value names a vendor's plan, as the price list does.</summary>
    public const string PlanUnit = "plan";

    /// <summary>Units that only assumptions have; no vendor bills in them.</summary>
    private static readonly string[] OwnUnits = [PlanUnit, "vcpu", "seat", "version", "usd-month"];

    private const string AllStacks = "*";

    private readonly Dictionary<string, Assumption> assumptions;

    private UsageAssumptions(Dictionary<string, Assumption> assumptions, string name)
    {
        this.assumptions = assumptions;
        Name = name;
    }

    /// <summary>No assumptions: everything that depends on usage is listed as having no price.</summary>
    public static UsageAssumptions None { get; } = new([], FileName);

    /// <summary>The file, for messages.</summary>
    public string Name { get; }

    public IEnumerable<Assumption> All => assumptions.Values.OrderBy(assumption => assumption.Item, StringComparer.Ordinal);

    /// <summary>Reads the file of a project; <see cref="None"/> where there is none.</summary>
    /// <exception cref="PreviewException">It cannot be read, or a row is wrong; one message for each row.</exception>
    public static UsageAssumptions Read(string path, string stack)
    {
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllText(path), path, stack) : None;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw PreviewException.Usage($"cannot read the usage assumptions '{path}': {error.Message}", error);
        }
    }

    /// <param name="name">The file, for messages.</param>
    /// <exception cref="PreviewException">A row is wrong; one message for each.</exception>
    public static UsageAssumptions Parse(string text, string name, string stack)
    {
        string[] columns = ["stack", "item", "value", "unit", "reason"];
        var file = new TableFile(name);
        var all = new Dictionary<(string Stack, string Item), Assumption>();
        foreach (var row in file.Read(text, columns))
        {
            if (!columns.All(column => file.Has(row, column)) || !IsValid(row, file))
                continue;
            var assumption = new Assumption(row["item"], row["value"], row["unit"], row["reason"], row.Place);
            if (!all.TryAdd((row["stack"], row["item"]), assumption))
                file.Fault(row.Place, $"'{row["item"]}' of '{row["stack"]}' is already set at {all[(row["stack"], row["item"])].Place}");
        }
        file.ThrowFaults();
        return new UsageAssumptions(
            all.Where(entry => entry.Key.Stack == stack || (entry.Key.Stack == AllStacks && !all.ContainsKey((stack, entry.Key.Item))))
                .ToDictionary(entry => entry.Key.Item, entry => entry.Value, StringComparer.Ordinal),
            name
        );
    }

    /// <summary>An amount; null where nothing is assumed.</summary>
    /// <exception cref="PreviewException">It is in another unit.</exception>
    public decimal? Amount(string item, string unit)
    {
        if (!assumptions.TryGetValue(item, out var assumption))
            return null;
        if (assumption.Unit != unit)
            throw PreviewException.Usage($"{assumption.Place}: '{item}' is in {unit}, but the row says {assumption.Unit}");
        return decimal.Parse(assumption.Value, CultureInfo.InvariantCulture);
    }

    /// <summary>The plan that is bought; null where nothing is assumed.</summary>
    /// <exception cref="PreviewException">The row is no plan.</exception>
    public string? Plan(string item)
    {
        if (!assumptions.TryGetValue(item, out var assumption))
            return null;
        return assumption.Unit == PlanUnit
            ? assumption.Value
            : throw PreviewException.Usage($"{assumption.Place}: '{item}' names a plan, but the row says {assumption.Unit}");
    }

    private static bool IsValid(TableRow row, TableFile file)
    {
        var unit = row["unit"];
        if (unit != PlanUnit && !Price.Units.Contains(unit) && !OwnUnits.Contains(unit))
            file.Fault(row.Place, $"unknown unit '{unit}'; accepted: {string.Join(", ", Price.Units.Concat(OwnUnits))}");
        else if (unit != PlanUnit && !decimal.TryParse(row["value"], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
            file.Fault(row.Place, $"the value '{row["value"]}' is not a number; accepted: a number of {unit} such as 12.5");
        else
            return true;
        return false;
    }
}
