using System.Globalization;
using PmCrm.Preview.Project;

namespace PmCrm.Preview.Policy;

/// <summary>
/// Reads a file of waivers: <c>waivers:</c>, a list of <c>rule</c>, <c>resource</c>, <c>reason</c>, <c>expires</c> and, for one stack
/// only, <c>stack</c>. All errors are reported at once, each with its place.
/// </summary>
internal sealed class WaiverReader
{
    private static readonly string[] Required = ["rule", "resource", "reason", "expires"];
    private static readonly string[] Accepted = [.. Required, "stack"];

    private readonly List<string> problems = [];
    private readonly HashSet<string> rules = [.. RuleCatalog.All.Select(rule => rule.Id)];

    private WaiverReader() { }

    /// <param name="path">The file.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="today">The day by which waivers expire.</param>
    /// <exception cref="PreviewException">The file is not YAML, or a waiver is malformed or names a rule that does not exist.</exception>
    public static Waivers ReadFile(string path, string name, DateOnly today) => Read(YamlReader.ReadFile(path, name), today);

    /// <inheritdoc cref="ReadFile"/>
    public static Waivers ReadText(string text, string name, DateOnly today) => Read(YamlReader.Read(text, name), today);

    private static Waivers Read(YamlNode? root, DateOnly today)
    {
        if (root is null)
            return new Waivers([], today);
        var reader = new WaiverReader();
        var waivers = reader.Waivers(root).ToList();
        return reader.problems.Count == 0 ? new Waivers(waivers, today) : throw PreviewException.Usage(string.Join('\n', reader.problems));
    }

    private IEnumerable<Waiver> Waivers(YamlNode root)
    {
        if (root is not YamlMapping mapping)
        {
            problems.Add($"{root.Position}: accepted: the key 'waivers' with a list");
            return [];
        }
        foreach (var entry in mapping.Entries.Where(entry => entry.Key != "waivers"))
            problems.Add($"{entry.Position}: unknown key '{entry.Key}'; accepted: waivers");
        switch (mapping["waivers"])
        {
            case YamlSequence sequence:
                return [.. sequence.Items.Select(Waiver).OfType<Waiver>()];
            case null or YamlScalar { IsEmpty: true }:
                return [];
            case var other:
                problems.Add($"{other.Position}: 'waivers' takes a list, each item with {string.Join(", ", Required)}");
                return [];
        }
    }

    private Waiver? Waiver(YamlNode node)
    {
        var before = problems.Count;
        if (node is not YamlMapping mapping)
        {
            problems.Add($"{node.Position}: a waiver has {string.Join(", ", Required)}");
            return null;
        }
        foreach (var entry in mapping.Entries.Where(entry => !Accepted.Contains(entry.Key)))
            problems.Add($"{entry.Position}: a waiver has no '{entry.Key}'; accepted: {string.Join(", ", Accepted)}");
        var texts = Accepted.ToDictionary(key => key, key => Text(mapping, key));
        CheckRule(mapping, texts["rule"]);
        var expires = Expiry(mapping, texts["expires"]);
        return problems.Count > before
            ? null
            : new Waiver(texts["rule"]!, texts["resource"]!, texts["stack"], texts["reason"]!, expires, mapping.Position);
    }

    private string? Text(YamlMapping waiver, string key)
    {
        switch (waiver[key])
        {
            case null when Required.Contains(key):
                problems.Add($"{waiver.Position}: the waiver has no '{key}'");
                return null;
            case null:
                return null;
            case YamlScalar scalar when scalar.Text.Trim().Length > 0:
                return scalar.Text.Trim();
            case var other:
                problems.Add($"{other.Position}: '{key}' takes a text");
                return null;
        }
    }

    private void CheckRule(YamlMapping waiver, string? rule)
    {
        if (rule is null || rules.Contains(rule))
            return;
        var meant = Nearest.To(rule, rules) is { } nearest ? $"did you mean '{nearest}'?" : "each finding shows the id of its rule";
        problems.Add($"{waiver["rule"]!.Position}: there is no rule '{rule}'; {meant}");
    }

    private DateOnly Expiry(YamlMapping waiver, string? text)
    {
        if (text is null)
            return default;
        if (DateOnly.TryParseExact(text, Policy.Waiver.DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        problems.Add($"{waiver["expires"]!.Position}: 'expires' is '{text}'; accepted: a day such as 2027-03-31");
        return default;
    }
}
