namespace PmCrm.Preview.Plan;

/// <summary>
/// A property's value in a plan. A secret is only ever a <see cref="PlanSecret"/>: its text stays in the recorder, and no
/// reader of a plan can print it.
/// </summary>
public abstract record PlanValue
{
    /// <summary>What every output shows in place of a secret.</summary>
    public const string Masked = "[secret]";

    /// <summary>The value at the end of a path such as <c>spec.rules[0].host</c>, or null.</summary>
    public PlanValue? At(PropertyPath path)
    {
        PlanValue? value = this;
        foreach (var step in path.Steps)
            value = value switch
            {
                PlanMap map when step.Key is { } key => map[key],
                PlanList list when step.Index is { } index && index < list.Items.Count => list.Items[index],
                _ => null,
            };
        return value;
    }

    /// <inheritdoc cref="At(PropertyPath)"/>
    public PlanValue? At(string path) => At(PropertyPath.Parse(path));

    /// <summary>Whether two values are the same, secrets by their fingerprints. Both must come from this process.</summary>
    public static bool Same(PlanValue? a, PlanValue? b) =>
        (a, b) switch
        {
            (PlanList x, PlanList y) => x.Items.Count == y.Items.Count && x.Items.Zip(y.Items).All(pair => Same(pair.First, pair.Second)),
            (PlanMap x, PlanMap y) => x.Entries.Count == y.Entries.Count && x.Entries.All(entry => Same(entry.Value, y[entry.Key])),
            (PlanAsset x, PlanAsset y) => x.Kind == y.Kind && Same(x.Content, y.Content),
            // One run may have known a secret that the other did not know.
            (PlanText x, PlanText y) when (x.Fingerprint is null) != (y.Fingerprint is null) => Print(x) == Print(y),
            _ => Equals(a, b),
        };

    private static string Print(PlanText text) => text.Fingerprint ?? SecretMask.Fingerprint(text.Text);
}

public sealed record PlanNull : PlanValue
{
    public static readonly PlanNull Instance = new();
}

public sealed record PlanBool(bool Value) : PlanValue;

public sealed record PlanNumber(double Value) : PlanValue;

/// <param name="Text">The text, with every known secret in it masked.</param>
/// <param name="Fingerprint">Fingerprint of the original text if something was masked, else null.</param>
public sealed record PlanText(string Text, string? Fingerprint = null) : PlanValue;

public sealed record PlanList(IReadOnlyList<PlanValue> Items) : PlanValue;

/// <param name="Entries">Sorted by key, ordinal.</param>
public sealed record PlanMap(IReadOnlyDictionary<string, PlanValue> Entries) : PlanValue
{
    public static readonly PlanMap Empty = new(new Dictionary<string, PlanValue>());

    public PlanValue? this[string key] => Entries.GetValueOrDefault(key);
}

/// <param name="Fingerprint">Equal for equal secrets within one process; tells nothing about them.</param>
public sealed record PlanSecret(string Fingerprint) : PlanValue
{
    // In the text of a value that is none, which no text starts with.
    private const char NoText = '\0';

    /// <summary>
    /// The entries of a secret map or the items of a secret list, each one a secret, for paths that lead into it; null for other secrets.
    /// The keys may be secret too: no output shows them.
    /// </summary>
    public PlanValue? Parts { get; private init; }

    /// <summary>The value as a secret; the same object if it is one.</summary>
    public static PlanSecret Of(PlanValue value) =>
        value switch
        {
            PlanSecret secret => secret,
            PlanText text => new PlanSecret(text.Fingerprint ?? SecretMask.Fingerprint(text.Text)),
            PlanUnknown => new PlanSecret(SecretMask.Fingerprint(Wire.Unknown)),
            PlanBool or PlanNumber or PlanNull => Print(value.ToString()),
            PlanReference reference => Print($"{reference.Urn}::{reference.Id}"),
            PlanAsset asset => Print($"{asset.Kind} {Of(asset.Content).Fingerprint}"),
            PlanList list => OfParts(new PlanList([.. list.Items.Select(Of)])),
            PlanMap map => OfParts(new PlanMap(map.Entries.ToDictionary(entry => entry.Key, PlanValue (entry) => Of(entry.Value)))),
            _ => throw new NotSupportedException($"a secret of the kind {value.GetType().Name}"),
        };

    public bool Equals(PlanSecret? other) => other?.Fingerprint == Fingerprint;

    public override int GetHashCode() => Fingerprint.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Masked;

    private static PlanSecret OfParts(PlanList parts) =>
        Print($"[{string.Join(' ', parts.Items.Cast<PlanSecret>().Select(item => item.Fingerprint))}]") with
        {
            Parts = parts,
        };

    private static PlanSecret OfParts(PlanMap parts) =>
        Print(
            string.Concat(
                parts
                    .Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => $"{entry.Key.Length}:{entry.Key}={((PlanSecret)entry.Value).Fingerprint} ")
            )
        ) with
        {
            Parts = parts,
        };

    private static PlanSecret Print(string text) => new(SecretMask.Fingerprint(NoText + text));
}

/// <summary>A value that is not known before the deployment (<c>--unknowns</c>).</summary>
public sealed record PlanUnknown : PlanValue
{
    public static readonly PlanUnknown Instance = new();
}

/// <param name="Kind"><c>asset</c> or <c>archive</c>.</param>
/// <param name="Content">Its text, path, uri, hash or members.</param>
public sealed record PlanAsset(string Kind, PlanMap Content) : PlanValue;

/// <summary>A resource used as a value.</summary>
public sealed record PlanReference(string Urn, string Id) : PlanValue;
