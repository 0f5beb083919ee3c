using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Render;

/// <summary>How many resources each provider manages.</summary>
internal static class Totals
{
    public static IEnumerable<(string Package, int Count)> Of(DeploymentPlan plan)
    {
        var managed = plan.Resources.Where(resource => !resource.IsStack).ToList();
        foreach (
            var group in managed
                .Where(resource => resource.IsCustom)
                .GroupBy(resource => resource.Package)
                .OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key, StringComparer.Ordinal)
        )
            yield return (group.Key, group.Count());
        var components = managed.Count(resource => !resource.IsCustom);
        if (components > 0)
            yield return ("components", components);
    }
}
