using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff;

/// <summary>Finds the smallest properties in which two values differ.</summary>
internal static class ValueComparer
{
    public static IEnumerable<(PropertyPath Path, PlanValue? Old, PlanValue? New)> Compare(
        PropertyPath path,
        PlanValue? old,
        PlanValue? @new
    )
    {
        if (PlanValue.Same(old, @new))
            return [];
        return (old, @new) switch
        {
            (PlanMap x, PlanMap y) => CompareMaps(path, x, y),
            (PlanList x, PlanList y) => CompareLists(path, x, y),
            _ => [(path, old, @new)],
        };
    }

    private static IEnumerable<(PropertyPath, PlanValue?, PlanValue?)> CompareMaps(PropertyPath path, PlanMap old, PlanMap @new) =>
        old
            .Entries.Keys.Union(@new.Entries.Keys, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .SelectMany(key => Compare(path.Child(key), old[key], @new[key]));

    // Equal elements at the start and at the end are skipped; the elements between them are compared one by one.
    private static IEnumerable<(PropertyPath, PlanValue?, PlanValue?)> CompareLists(PropertyPath path, PlanList old, PlanList @new)
    {
        var (x, y) = (old.Items, @new.Items);
        var start = 0;
        while (start < x.Count && start < y.Count && PlanValue.Same(x[start], y[start]))
            start++;
        var end = 0;
        while (end < x.Count - start && end < y.Count - start && PlanValue.Same(x[x.Count - 1 - end], y[y.Count - 1 - end]))
            end++;
        var (oldCount, newCount) = (x.Count - start - end, y.Count - start - end);
        for (var i = 0; i < Math.Max(oldCount, newCount); i++)
            foreach (var change in Compare(path.Child(start + i), i < oldCount ? x[start + i] : null, i < newCount ? y[start + i] : null))
                yield return change;
    }
}
