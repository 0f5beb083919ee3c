using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff;

/// <summary>
/// Marks values that are computed from a replaced resource as unknown, when two plans are compared without running the program. Such a
/// value depends on the resource and contains its placeholder, or is a secret that may contain it.
/// </summary>
internal sealed class PlaceholderOrigins
{
    private readonly Dictionary<string, string> replaced = new(StringComparer.Ordinal);

    /// <summary>Records that the outputs of a resource are new values.</summary>
    public void Replace(PlanResource resource) => replaced[resource.Urn] = $"<{resource.Name}.";

    /// <summary>The resource, with unknown values in place of those that it takes from replaced ones.</summary>
    public PlanResource MakeUnknown(PlanResource resource)
    {
        if (replaced.Count == 0 || resource.PropertyDependencies.Count == 0)
            return resource;
        var inputs = new SortedDictionary<string, PlanValue>(resource.Inputs.Entries.ToDictionary(), StringComparer.Ordinal);
        foreach (var (property, urns) in resource.PropertyDependencies)
        {
            var marks = urns.Where(replaced.ContainsKey).Select(urn => replaced[urn]).ToList();
            if (marks.Count > 0 && inputs.TryGetValue(property, out var value))
                inputs[property] = MakeUnknown(value, marks);
        }
        return resource with { Inputs = new PlanMap(inputs) };
    }

    private static PlanValue MakeUnknown(PlanValue value, List<string> marks) =>
        value switch
        {
            PlanText text when marks.Any(mark => text.Text.Contains(mark, StringComparison.Ordinal)) => PlanUnknown.Instance,
            PlanSecret => PlanUnknown.Instance,
            PlanList list => new PlanList([.. list.Items.Select(item => MakeUnknown(item, marks))]),
            PlanMap map => new PlanMap(
                new SortedDictionary<string, PlanValue>(
                    map.Entries.ToDictionary(entry => entry.Key, entry => MakeUnknown(entry.Value, marks)),
                    StringComparer.Ordinal
                )
            ),
            _ => value,
        };
}
