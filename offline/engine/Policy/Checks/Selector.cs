using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>Label selectors (kubernetes.io, "Labels and Selectors").</summary>
internal static class Selector
{
    /// <param name="selector">
    /// <c>matchLabels</c> and <c>matchExpressions</c>, or the labels themselves as a Service has them; empty selects everything.
    /// </param>
    /// <param name="labels">The labels of a pod.</param>
    /// <returns>Null if it depends on a value that is not known before the deployment.</returns>
    public static bool? Selects(PlanValue? selector, PlanMap labels)
    {
        if (selector is null or PlanNull)
            return false;
        if (selector is not PlanMap map)
            return null;
        if (map["matchLabels"] is null && map["matchExpressions"] is null)
            return All(map.Entries.Select(pair => Has(labels, pair.Key, pair.Value)));
        var byLabel = map["matchLabels"] switch
        {
            null or PlanNull => true,
            PlanMap wanted => All(wanted.Entries.Select(pair => Has(labels, pair.Key, pair.Value))),
            _ => null,
        };
        var byExpression = map["matchExpressions"] switch
        {
            null or PlanNull => true,
            PlanList list => All(list.Items.Select(one => Matches(one, labels))),
            _ => (bool?)null,
        };
        return All([byLabel, byExpression]);
    }

    private static bool? Has(PlanMap labels, string key, PlanValue wanted) =>
        labels[key] is not { } value ? false
        : Known.Is(value) && Known.Is(wanted) ? PlanValue.Same(value, wanted)
        : null;

    private static bool? Matches(PlanValue expression, PlanMap labels)
    {
        if (!Known.Is(expression) || Known.Text(expression.At("key")) is not { } key)
            return null;
        var label = labels[key];
        var isOneOf = ((expression.At("values") as PlanList)?.Items ?? []).Any(value => PlanValue.Same(value, label));
        return Known.Text(expression.At("operator")) switch
        {
            "Exists" => label is not null,
            "DoesNotExist" => label is null,
            "In" => label is not null && isOneOf,
            "NotIn" => label is null || !isOneOf,
            _ => null,
        };
    }

    private static bool? All(IEnumerable<bool?> answers)
    {
        var list = answers.ToList();
        return list.Contains(false) ? false
            : list.Contains(null) ? null
            : true;
    }
}
