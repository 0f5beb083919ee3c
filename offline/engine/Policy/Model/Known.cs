using System.Buffers;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Policy.Model;

/// <summary>Separates values that are known before the deployment from those that only the cloud or the owner of a secret knows.</summary>
internal static class Known
{
    private static readonly SearchValues<char> NotInNames = SearchValues.Create(" \t\r\n<\"'=");

    /// <summary>The value, or null where the program leaves the property out or sets it to null.</summary>
    public static PlanValue? At(PlanValue value, string path) =>
        (path.Length == 0 ? value : value.At(path)) is { } found and not PlanNull ? found : null;

    /// <summary>Whether the whole value can be read in the plan.</summary>
    public static bool Is(PlanValue value) =>
        value switch
        {
            PlanUnknown or PlanSecret => false,
            PlanText text => text.Fingerprint is null && !HasPlaceholder(text.Text),
            PlanList list => list.Items.All(Is),
            PlanMap map => map.Entries.Values.All(Is),
            _ => true,
        };

    /// <summary>The text of a value that can be read; null for anything else.</summary>
    public static string? Text(PlanValue? value) => value is PlanText text && Is(text) ? text.Text : null;

    /// <summary>Whether a property is the boolean, which some providers also take as text.</summary>
    public static bool IsBool(PlanValue? value, bool expected) =>
        value is PlanBool boolean
            ? boolean.Value == expected
            : value is PlanText { Text: "true" or "false" } text && text.Text == (expected ? "true" : "false");

    /// <summary>
    /// Whether a text has a placeholder of the simulation in it: <c>&lt;</c>, a name, a dot, a property, <c>&gt;</c>, without spaces.
    /// </summary>
    public static bool HasPlaceholder(string text)
    {
        for (var at = text.IndexOf('<'); at >= 0; at = text.IndexOf('<', at + 1))
        {
            var end = text.IndexOf('>', at);
            if (end < 0)
                return false;
            var inside = text.AsSpan(at + 1, end - at - 1);
            if (inside.IndexOf('.') is > 0 and var dot && dot < inside.Length - 1 && !inside.ContainsAny(NotInNames))
                return true;
        }
        return false;
    }
}
