using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>Which resource a property is taken from.</summary>
internal static class References
{
    /// <summary>Whether a property of one resource is computed from another, or has the other's name.</summary>
    public static bool Has(PlanResource from, string property, PlanResource to) =>
        (from.PropertyDependencies.TryGetValue(property, out var urns) && urns.Contains(to.Urn))
        || from.Inputs[property] is PlanText { Text: var text }
            && (
                text.Contains($"<{to.Name}.", StringComparison.Ordinal)
                || Known.Text(to.Inputs["name"]) is { } name && (text == name || text.EndsWith($"/{name}", StringComparison.Ordinal))
            );
}
