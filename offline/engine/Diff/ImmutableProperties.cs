using System.Text.Json;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff;

/// <summary>
/// The properties that a provider cannot change in place, from the table <c>immutable.json</c>: by type, and by package for
/// what all its types share. Only the provider knows for certain; this is what its documentation says.
/// </summary>
internal sealed class ImmutableProperties
{
    private static readonly Lazy<ImmutableProperties> Loaded = new(Load);

    private readonly Dictionary<string, IReadOnlyList<PropertyPath>> byType = new(StringComparer.Ordinal);

    public static ImmutableProperties Table => Loaded.Value;

    /// <summary>Whether a change at <paramref name="path"/> makes the provider replace the resource.</summary>
    public bool ForceReplacement(PlanResource resource, PropertyPath path) =>
        Of(resource.Type).Any(path.IsAtOrBelow)
        || resource.Options.ReplaceOnChanges.Any(pattern => pattern == "*" || path.IsAtOrBelow(PropertyPath.Parse(pattern)));

    private IEnumerable<PropertyPath> Of(string type)
    {
        var package = $"{type[..Math.Max(0, type.IndexOf(':', StringComparison.Ordinal))]}:*";
        return byType.GetValueOrDefault(type, []).Concat(byType.GetValueOrDefault(package, []));
    }

    private static ImmutableProperties Load()
    {
        const string name = "immutable.json";
        using var stream = typeof(ImmutableProperties).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the table '{name}' is not part of this program");
        using var document = JsonDocument.Parse(stream);
        var table = new ImmutableProperties();
        foreach (var type in document.RootElement.EnumerateObject())
            table.byType[type.Name] = [.. type.Value.EnumerateArray().Select(path => PropertyPath.Parse(path.GetString()!))];
        return table;
    }
}
