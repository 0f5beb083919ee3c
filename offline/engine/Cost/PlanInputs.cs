using System.Globalization;
using System.Text.RegularExpressions;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Cost;

/// <summary>Reads the inputs that bills depend on.</summary>
internal static partial class PlanInputs
{
    /// <summary>Empty if there is no such text.</summary>
    public static string Text(this PlanResource resource, string path) => (resource.Inputs.At(path) as PlanText)?.Text ?? "";

    public static decimal? Number(this PlanResource resource, string path) =>
        resource.Inputs.At(path) is PlanNumber number ? (decimal)number.Value : null;

    public static bool Flag(this PlanResource resource, string path) => resource.Inputs.At(path) is PlanBool { Value: true };

    public static IReadOnlyList<PlanValue> List(this PlanValue inputs, string path) => (inputs.At(path) as PlanList)?.Items ?? [];

    /// <summary>A location is a zone of one region rather than a region.</summary>
    public static bool IsZone(string location) => Zone().IsMatch(location);

    public static string RegionOf(string location) => Zone().Replace(location, "");

    /// <summary>A Kubernetes quantity (500m, 2, 512Mi, 1G) as a number of cores or bytes; null where it is none.</summary>
    public static decimal? Quantity(PlanValue? value)
    {
        if (value is PlanNumber plain)
            return (decimal)plain.Value;
        if (value is not PlanText { Text: var text } || KubernetesQuantity().Match(text) is not { Success: true } match)
            return null;
        var number = decimal.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        return match.Groups["suffix"].Value switch
        {
            "m" => number / 1000,
            "k" => number * 1000,
            "M" => number * 1_000_000,
            "G" => number * 1_000_000_000,
            "Ki" => number * 1024,
            "Mi" => number * 1024 * 1024,
            "Gi" => number * 1024 * 1024 * 1024,
            _ => number,
        };
    }

    [GeneratedRegex(@"-[a-z]\z")]
    private static partial Regex Zone();

    [GeneratedRegex(@"\A(?<number>[0-9]+(\.[0-9]+)?)(?<suffix>m|k|M|G|Ki|Mi|Gi)?\z")]
    private static partial Regex KubernetesQuantity();
}
