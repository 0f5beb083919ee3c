using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using PmCrm.Components.Common;

namespace PmCrm.Stacks.Settings;

/// <summary>
/// Reads settings and continues after a wrong one, so that the user sees all problems at once. For a wrong value it returns a valid one,
/// which is never used because <see cref="Problems"/> is not empty.
/// </summary>
internal sealed partial class SettingsReader(ISettingsSource source)
{
    private static readonly string[] ReservedDomains =
    [
        "example",
        "example.com",
        "example.net",
        "example.org",
        "invalid",
        "localhost",
        "test",
    ];

    private readonly List<string> problems = [];
    private readonly HashSet<string> asked = [];

    /// <summary>The problems found so far.</summary>
    public IReadOnlyList<string> Problems => this.problems;

    /// <summary>The keys that were read so far.</summary>
    public IReadOnlySet<string> Asked => this.asked;

    /// <summary>Adds a problem of one key, with its value.</summary>
    public void Refuse(string key, string accepted) => this.problems.Add($"{Full(key)} is '{Find(key)}'; accepted: {accepted}.");

    /// <summary>Adds a problem of several keys, as a sentence without its period.</summary>
    public void RefuseTogether(string sentence) => this.problems.Add($"{sentence}.");

    /// <summary>The key as a user types it.</summary>
    public string Full(string key) => $"{source.KeyPrefix}:{key}";

    /// <summary>Text that matches a pattern.</summary>
    public string Text(string key, Regex pattern, string accepted)
    {
        if (Find(key) is not { } value)
            return Missing(key, accepted, string.Empty);
        if (pattern.IsMatch(value))
            return value;
        Refuse(key, accepted);
        return string.Empty;
    }

    /// <summary>Text that matches a pattern, or null when it is not set.</summary>
    public string? OptionalText(string key, Regex pattern, string accepted) => Find(key) is null ? null : Text(key, pattern, accepted);

    /// <summary>A whole number.</summary>
    public int Number(string key, int least, int most)
    {
        var accepted = $"a whole number from {least} to {most}";
        if (Find(key) is not { } value)
            return Missing(key, accepted, least);
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Refuse(key, accepted);
        return least;
    }

    /// <summary>A numeric id of GitHub or Google, which may be larger than an int; null when it is not set.</summary>
    public long? OptionalId(string key)
    {
        if (Find(key) is null)
            return null;
        if (long.TryParse(Find(key), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0)
            return id;
        Refuse(key, "a whole number above 0");
        return null;
    }

    /// <summary>A day, at its beginning in UTC.</summary>
    public DateTimeOffset Date(string key)
    {
        const string accepted = "a day as YYYY-MM-DD";
        if (Find(key) is not { } value)
            return Missing(key, accepted, DateTimeOffset.UnixEpoch);
        if (DateTimeOffset.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day))
            return day;
        Refuse(key, accepted);
        return DateTimeOffset.UnixEpoch;
    }

    /// <summary>Exactly <c>true</c> or <c>false</c>.</summary>
    public bool Flag(string key)
    {
        const string accepted = "true or false";
        switch (Find(key))
        {
            case "true":
                return true;
            case "false":
                return false;
            case null:
                return Missing(key, accepted, false);
            default:
                Refuse(key, accepted);
                return false;
        }
    }

    /// <summary>One of a fixed set of words.</summary>
    public T Choice<T>(string key, IReadOnlyDictionary<string, T> choices)
    {
        var accepted = string.Join(" or ", choices.Keys.Order(StringComparer.Ordinal));
        if (Find(key) is not { } value)
            return Missing(key, accepted, choices.Values.First());
        if (choices.TryGetValue(value, out var choice))
            return choice;
        Refuse(key, accepted);
        return choices.Values.First();
    }

    /// <summary>A region inside the European Union.</summary>
    public EuRegion Region(string key)
    {
        if (Find(key) is not { } value)
            return Missing(key, EuRegion.Accepted, EuRegion.Belgium);
        if (EuRegion.TryParse(value, out var region))
            return region!;
        Refuse(key, EuRegion.Accepted);
        return EuRegion.Belgium;
    }

    /// <summary>An IPv4 range; null when it is wrong.</summary>
    public IPNetwork? Range(string key)
    {
        const string accepted = "an IPv4 range in CIDR notation whose host bits are zero, for example 10.0.0.0/22";
        if (Find(key) is not { } value)
            return Missing<IPNetwork?>(key, accepted, null);
        if (ParseRange(value) is { } range)
            return range;
        Refuse(key, accepted);
        return null;
    }

    /// <summary>A list of IPv4 ranges, none of them the whole internet; empty when it is not set.</summary>
    public IReadOnlyList<string> Ranges(string key)
    {
        if (Find(key) is null)
            return [];
        try
        {
            // Not with the serializer, whose start-up takes longer than everything else here.
            using var list = JsonDocument.Parse(Find(key)!);
            if (list.RootElement.ValueKind is JsonValueKind.Array)
            {
                var ranges = list
                    .RootElement.EnumerateArray()
                    .Select(range => range.ValueKind is JsonValueKind.String ? range.GetString()! : "")
                    .ToList();
                if (ranges.All(range => ParseRange(range) is { PrefixLength: > 0 }))
                    return ranges;
            }
        }
        catch (JsonException)
        {
            // Not a JSON list: refused below like a list of wrong ranges.
        }
        Refuse(key, "a list of IPv4 ranges in CIDR notation, for example [\"198.51.100.0/24\"]; not 0.0.0.0/0, the whole internet");
        return [];
    }

    /// <summary>A fully qualified host name.</summary>
    public string Host(string key) =>
        Text(key, HostName(), "a host name of lower-case letters, digits and dashes, for example api.example.org");

    /// <summary>
    /// An e-mail address that can receive mail: not at a domain that is reserved for examples and tests (RFC 2606), which Let's Encrypt
    /// refuses.
    /// </summary>
    public string Mail(string key)
    {
        const string Accepted = "an e-mail address, not at a domain reserved for examples";
        var address = Text(key, Patterns.Email(), Accepted);
        var domain = address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..];
        if (Array.Exists(ReservedDomains, reserved => domain == reserved || domain.EndsWith($".{reserved}", StringComparison.Ordinal)))
            Refuse(key, Accepted);
        return address;
    }

    /// <summary>A secret that must be set. Its problems are reported without the value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="form">Required format; null: any. An offline preview does not know the value and does not check it.</param>
    public SecretSetting Secret(string key, TokenForm? form = null)
    {
        if (Find(key) is null)
            this.problems.Add($"{Full(key)} is missing; set it with: pulumi config set --secret {key}.");
        return OptionalSecret(key, form) ?? new SecretSetting(key, () => source.GetSecret(key));
    }

    /// <summary>A secret that may be absent; null then.</summary>
    public SecretSetting? OptionalSecret(string key, TokenForm? form = null)
    {
        if (Find(key) is not { } value)
            return null;
        if (form is not null && !form.Pattern.IsMatch(value) && !TokenForm.IsStandIn(value))
            this.problems.Add($"{Full(key)} has a wrong value, not shown because it is a secret; accepted: {form.Accepted}.");
        return new SecretSetting(key, () => source.GetSecret(key));
    }

    /// <summary>Two keys that are set together or not at all.</summary>
    public void Together(string first, string second)
    {
        if (Find(first) is null != Find(second) is null)
            RefuseTogether($"{Full(first)} and {Full(second)} are set together or not at all; only one of them is set");
    }

    /// <summary>Whether a value is set.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>Refuses keys that were not read; call it after everything has been read.</summary>
    /// <param name="ofOthers">Keys that the other topology reads.</param>
    public void RefuseUnknownKeys(IReadOnlySet<string> ofOthers)
    {
        foreach (var key in source.Keys.Except(this.asked).Except(ofOthers).Order(StringComparer.Ordinal))
            this.problems.Add($"{Full(key)} is not a setting; accepted: the keys under 'config' in Pulumi.yaml.");
    }

    // An empty value in Pulumi.yaml means that there is no default.
    private string? Find(string key)
    {
        this.asked.Add(key);
        return source.Find(key) is { Length: > 0 } value ? value : null;
    }

    private static IPNetwork? ParseRange(string text) =>
        Ipv4Range().IsMatch(text) && IPNetwork.TryParse(text, out var range) && range.ToString() == text ? range : null;

    private T Missing<T>(string key, string accepted, T instead)
    {
        this.problems.Add($"{Full(key)} is missing; accepted: {accepted}.");
        return instead;
    }

    [GeneratedRegex(@"^\d{1,3}(\.\d{1,3}){3}/\d{1,2}\z")]
    private static partial Regex Ipv4Range();

    [GeneratedRegex(@"^(?=.{4,253}\z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}\z")]
    private static partial Regex HostName();
}
