using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Checks;

/// <summary>What a property must be.</summary>
/// <param name="Accepted">The same in words, after "expected".</param>
/// <param name="AbsentPasses">Whether the property may be left out.</param>
/// <param name="Test">Whether a value that is set and known is accepted.</param>
/// <param name="NeedsValue">Whether the result depends on the value; false if it is enough that it is set.</param>
internal sealed record Expectation(string Accepted, bool AbsentPasses, Func<PlanValue, bool> Test, bool NeedsValue = true)
{
    /// <param name="value">The property's value; null where it is left out.</param>
    /// <param name="name">Its name in messages.</param>
    public Verdict Judge(PlanValue? value, string name) =>
        value switch
        {
            null or PlanNull => Verdict.Holds(AbsentPasses, $"{name} is not set; expected {Accepted}"),
            PlanUnknown => Verdict.Unknown($"{name} is not known before the deployment; expected {Accepted}"),
            PlanSecret when NeedsValue => Verdict.Unknown($"{name} is a secret; expected {Accepted}"),
            _ when NeedsValue && !Known.Is(value) => Verdict.Unknown(
                $"{name} is {Show(value)}, not known before the deployment; expected {Accepted}"
            ),
            _ => Verdict.Holds(Test(value), $"{name} is {Show(value)}; expected {Accepted}"),
        };

    /// <summary>Whether a value contains a text, at any depth.</summary>
    public static bool HasText(PlanValue value, string text) =>
        value switch
        {
            PlanText one => one.Text.Contains(text, StringComparison.Ordinal),
            PlanList list => list.Items.Any(item => HasText(item, text)),
            PlanMap map => map.Entries.Values.Any(item => HasText(item, text)),
            _ => false,
        };

    /// <summary>A value for a message: short, on one line, without anything secret.</summary>
    public static string Show(PlanValue value) =>
        value switch
        {
            PlanBool boolean => boolean.Value ? "true" : "false",
            PlanNumber number => number.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
            PlanText text => $"'{text.Text}'",
            PlanList { Items.Count: 0 } => "an empty list",
            PlanMap { Entries.Count: 0 } => "empty",
            PlanSecret => "a secret",
            PlanUnknown => "not known",
            PlanList list => string.Join(", ", list.Items.Take(3).Select(Show)) + (list.Items.Count > 3 ? ", …" : ""),
            _ => "set",
        };
}

/// <summary>The usual expectations.</summary>
internal static class Expect
{
    public static Expectation True { get; } = new("true", false, value => Known.IsBool(value, true));

    /// <summary>Must be set to false; leaving it out is not enough.</summary>
    public static Expectation False { get; } = new("false", false, value => Known.IsBool(value, false));

    public static Expectation NotTrue { get; } = new("anything but true", true, value => !Known.IsBool(value, true));

    public static Expectation NotFalse { get; } = new("anything but false", true, value => !Known.IsBool(value, false));

    public static Expectation Set { get; } = new("a value", false, value => value is not PlanText { Text: "" }, NeedsValue: false);

    public static Expectation Absent { get; } = new("nothing", true, value => value is PlanList { Items.Count: 0 }, NeedsValue: false);

    public static Expectation OneOf(params string[] texts) => new(Words(texts), false, value => texts.Contains(TextOf(value)));

    public static Expectation OneOfOrAbsent(params string[] texts) =>
        new($"{Words(texts)}, or nothing", true, value => texts.Contains(TextOf(value)));

    public static Expectation NoneOf(params string[] texts) =>
        new($"anything but {Words(texts)}", true, value => !texts.Contains(TextOf(value)));

    /// <summary>A number from the one to the other, both included.</summary>
    public static Expectation Between(double min, double max) =>
        new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{min} to {max}"), false, value =>
            value is PlanNumber number && number.Value >= min && number.Value <= max
        );

    // A program may write flags and ports as numbers or as texts.
    private static string TextOf(PlanValue value) => value is PlanText text ? text.Text : Expectation.Show(value);

    private static string Words(string[] texts) => string.Join(" or ", texts);
}
