using System.Text;

namespace PmCrm.Preview.Plan;

/// <summary>
/// The provider that manages a resource for which the program chose none. The engine makes one for each package and version that the
/// program's packages ask for, and names it after both. Source: pulumi, pkg/resource/deploy/providers/provider.go, DefaultName.
/// </summary>
public static class DefaultProvider
{
    /// <summary>
    /// The reference to it, as <c>urn::id</c>, with the name as a placeholder for the id; null for a resource that no provider manages.
    /// </summary>
    public static string? Of(PlanResource resource)
    {
        if (!resource.IsCustom || resource.IsProvider)
            return null;
        var package = resource.Options.Package;
        var name = Name(package?.Version ?? resource.Options.Version, resource.Options.PluginDownloadUrl);
        var type = PlanResource.ProviderPrefix + (package?.Name ?? resource.Package);
        var urn = Urn.For(Urn.Stack(resource.Urn), Urn.Project(resource.Urn), parent: null, type, name);
        return $"{urn}::<{name}.id>";
    }

    /// <summary>Its name: <c>default</c>, then the version's numbers and labels, then where its plugin is downloaded from.</summary>
    /// <param name="version">A semantic version, or null.</param>
    public static string Name(string? version, string? downloadUrl)
    {
        var name = new StringBuilder("default");
        if (version is not null)
        {
            var build = version.IndexOf('+', StringComparison.Ordinal);
            var core = build < 0 ? version : version[..build];
            var labels = core.IndexOf('-', StringComparison.Ordinal);
            Append(name, labels < 0 ? core : core[..labels]);
            if (labels >= 0)
                Append(name, core[(labels + 1)..]);
            if (build >= 0)
                Append(name, version[(build + 1)..]);
        }
        if (!string.IsNullOrEmpty(downloadUrl))
            name.Append('_').Append(AsName(downloadUrl));
        return name.ToString();
    }

    private static void Append(StringBuilder name, string parts)
    {
        foreach (var part in parts.Split('.'))
            name.Append('_').Append(part);
    }

    // Letters, digits, "_", "." and "-" between slashes; every other byte is an underscore (sdk/go/common/tokens/names.go, IntoQName).
    private static string AsName(string text)
    {
        var segments = text.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(segment =>
                string.Concat(Encoding.UTF8.GetBytes(segment).Select(letter => IsAllowed((char)letter) ? (char)letter : '_'))
            )
            .ToList();
        return segments.Count == 0 ? "_" : string.Join('/', segments);
    }

    private static bool IsAllowed(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-';
}
