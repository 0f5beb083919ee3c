using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff.Rules;

/// <summary>The conditions of the tables.</summary>
internal static partial class RuleConditions
{
    private const string OfProvider = "provider.";
    private const string OfOld = "old.";

    /// <summary>
    /// Whether a condition such as <c>type!~hyperdisk</c> holds for the new inputs: <c>=</c> and <c>!=</c> compare, <c>~</c> and
    /// <c>!~</c> look for a part; <c>and</c> joins conditions, <c>or</c> separates alternatives.
    /// </summary>
    public static bool Holds(string where, RuleInput change) =>
        where.Length == 0 || where.Split(" or ").Any(alternative => alternative.Split(" and ").All(one => HoldsOne(one, change)));

    /// <summary>
    /// Whether two links, or names, mean one resource: a bare name is compared with a link's last part (the Google provider's
    /// CompareSelfLinkOrResourceName, tpgresource/self_link_helpers.go).
    /// </summary>
    public static bool IsSameLink(PlanValue? old, PlanValue? @new)
    {
        if (PlanValue.Same(old, @new))
            return true;
        if (old is not PlanText before || @new is not PlanText after)
            return false;
        return after.Text.Contains('/') ? Relative(before.Text) == Relative(after.Text) : Last(before.Text) == after.Text;

        static string Last(string link) => link[(link.LastIndexOf('/') + 1)..];

        static string Relative(string link) =>
            link.IndexOf("projects/", StringComparison.Ordinal) is >= 0 and var start ? link[start..] : link;
    }

    /// <summary>Elements of a list; 1 for anything else.</summary>
    public static int Count(PlanValue? value) => value is PlanList list ? list.Items.Count : 1;

    /// <summary>Whether the numbers in a version, such as <c>REDIS_7_2</c>, are lower than those in the other.</summary>
    public static bool IsLower(PlanValue? old, PlanValue? @new)
    {
        if (old is not PlanText before || @new is not PlanText after)
            return false;
        var (x, y) = (Numbers(before.Text), Numbers(after.Text));
        for (var i = 0; i < Math.Min(x.Count, y.Count); i++)
            if (x[i] != y[i])
                return y[i] < x[i];
        return y.Count < x.Count;
    }

    /// <summary>Whether an IPv4 or IPv6 range contains the whole of another. True if either is not a range or unknown.</summary>
    public static bool Contains(PlanValue? range, PlanValue other) =>
        range is not PlanText outer
        || other is not PlanText inner
        || !IPNetwork.TryParse(outer.Text, out var x)
        || !IPNetwork.TryParse(inner.Text, out var y)
        || (x.PrefixLength <= y.PrefixLength && x.Contains(y.BaseAddress));

    public static bool LosesElement(PlanValue? old, PlanValue? @new) =>
        old is PlanList before
        && before.Items.Any(item => @new is not PlanList after || !after.Items.Any(other => PlanValue.Same(item, other)));

    private static bool HoldsOne(string condition, RuleInput change)
    {
        var (property, @operator, wanted) = Condition().Match(condition) is { Success: true } match
            ? (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value)
            : throw new InvalidOperationException($"'{condition}' is not a condition of a rule");
        var value =
            property.StartsWith(OfProvider, StringComparison.Ordinal) ? change.Provider?.At(property[OfProvider.Length..])
            : property.StartsWith(OfOld, StringComparison.Ordinal) ? change.OldInputs.At(property[OfOld.Length..])
            : change.NewInputs.At(property);
        var text = value switch
        {
            PlanText one => one.Text,
            PlanBool one => one.Value ? "true" : "false",
            PlanNumber one => one.Value.ToString(CultureInfo.InvariantCulture),
            _ => "",
        };
        return @operator switch
        {
            "=" => text == wanted,
            "!=" => text != wanted,
            "~" => text.Contains(wanted, StringComparison.Ordinal),
            _ => !text.Contains(wanted, StringComparison.Ordinal),
        };
    }

    private static List<int> Numbers(string text) =>
        [.. Digits().Matches(text).Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"^([\w.]+)(!?[=~])(.*)\z")]
    private static partial Regex Condition();

    [GeneratedRegex(@"\d{1,9}")]
    private static partial Regex Digits();
}
