using System.Collections.Frozen;

namespace PmCrm.Components.Common;

/// <summary>
/// A Google Cloud region inside the European Union. Personal data of the CRM's users must not leave it, so a component
/// that places something takes this type rather than a string: a region elsewhere does not compile.
/// </summary>
/// <remarks>London (<c>europe-west2</c>) and Zurich (<c>europe-west6</c>) are in Europe but not in the Union.</remarks>
public sealed record EuRegion
{
    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet([
        "europe-central2", // Warsaw
        "europe-north1", // Hamina
        "europe-north2", // Stockholm
        "europe-southwest1", // Madrid
        "europe-west1", // Saint-Ghislain
        "europe-west3", // Frankfurt
        "europe-west4", // Eemshaven
        "europe-west8", // Milan
        "europe-west9", // Paris
        "europe-west10", // Berlin
        "europe-west12", // Turin
    ]);

    private EuRegion(string name) => Name = name;

    /// <summary>Saint-Ghislain, Belgium: the platform's home.</summary>
    public static EuRegion Belgium { get; } = new("europe-west1");

    /// <summary>Frankfurt, Germany: where the platform recovers to.</summary>
    public static EuRegion Frankfurt { get; } = new("europe-west3");

    /// <summary>Every accepted region name, sorted; for messages.</summary>
    public static string Accepted { get; } = string.Join(", ", Names.Order(StringComparer.Ordinal));

    /// <summary>Google's name of the region, for example <c>europe-west1</c>.</summary>
    public string Name { get; }

    /// <summary>Reads a region name; false when it is not a region inside the Union.</summary>
    public static bool TryParse(string? name, out EuRegion? region)
    {
        region = name is not null && Names.Contains(name) ? new EuRegion(name) : null;
        return region is not null;
    }

    /// <summary>Reads a region name.</summary>
    /// <exception cref="ArgumentException">The name is not a region inside the Union; the message lists those that are.</exception>
    public static EuRegion Parse(string name) =>
        TryParse(name, out var region)
            ? region!
            : throw new ArgumentException(
                $"'{name}' is not a Google Cloud region in the European Union; accepted: {Accepted}.",
                nameof(name)
            );

    /// <inheritdoc/>
    public override string ToString() => Name;
}
