using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>Judges each item of a list.</summary>
internal static class Each
{
    /// <param name="value">The value that contains the list.</param>
    /// <param name="list">The path of the list; without the list there is nothing to judge.</param>
    /// <param name="property">The property of each item.</param>
    /// <param name="expected">What it must be.</param>
    public static Verdict Of(PlanValue value, string list, string property, Expectation expected) =>
        Known.At(value, list) switch
        {
            null => Verdict.Pass,
            PlanList { Items: var items } => Verdict.Worst(
                items.Select(
                    (item, i) =>
                        expected.Judge(
                            property.Length == 0 ? item
                                : item is PlanMap map ? map.At(property)
                                : item,
                            property.Length == 0 ? $"{list}[{i}]" : $"{list}[{i}].{property}"
                        )
                )
            ),
            var other => expected.Judge(other, list),
        };
}
