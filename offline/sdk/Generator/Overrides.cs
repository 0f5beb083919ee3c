namespace PmCrm.Sdk.Generator;

/// <summary>
/// Facts about the C# packages that the slices lack, read from the tables of a folder: offline/sdk/overrides, or its subfolder for the
/// packages of the Terraform bridge, which has a table packages.tsv.
/// </summary>
internal sealed class Overrides
{
    private readonly HashSet<(string Type, string Property)> doubles;
    private readonly HashSet<(string Type, string Property)> nestedSecrets;
    private readonly Dictionary<(string Type, string Property), string> names;
    private readonly Dictionary<(string Package, string Segment), string> namespaces;
    private readonly Dictionary<string, Parameterization> packages = [];

    private Overrides(string folder)
    {
        nestedSecrets = [.. Read(folder, "nested-secrets.tsv", 2).Select(row => (row[0], row[1]))];
        if (File.Exists(Path.Combine(folder, "packages.tsv")))
        {
            // The bridge has no integer type, and its C# names are the Pascal forms.
            (doubles, names, namespaces) = ([], [], []);
            packages = Read(folder, "packages.tsv", 5).ToDictionary(row => row[0], row => new Parameterization(row[1], row[2], row[4]));
            return;
        }

        doubles = [.. Read(folder, "doubles.tsv", 2).Select(row => (row[0], row[1]))];
        names = Read(folder, "names.tsv", 3).ToDictionary(row => (row[0], row[1]), row => row[2]);
        namespaces = Read(folder, "namespaces.tsv", 3).ToDictionary(row => (row[0], row[1]), row => row[2]);
    }

    /// <exception cref="FormatException">A row has a number of columns other than its table's.</exception>
    internal static Overrides Load(string folder) => new(folder);

    internal bool IsDouble(string type, string property) => packages.Count > 0 || doubles.Contains((type, property));

    /// <summary>The parameters of a base plugin that make the package; null for a package with a plugin of its own.</summary>
    /// <exception cref="FormatException">The folder is that of the bridged packages, and does not list this one.</exception>
    internal Parameterization? ParameterizationOf(string package)
    {
        if (packages.Count == 0)
            return null;
        return packages.GetValueOrDefault(package)
            ?? throw new FormatException(
                $"packages.tsv has no row for '{package}'; it has {string.Join(", ", packages.Keys.Order(StringComparer.Ordinal))}."
            );
    }

    internal bool IsNestedSecret(string type, string property) => nestedSecrets.Contains((type, property));

    internal string? NameOf(string type, string property) => names.GetValueOrDefault((type, property));

    internal string? NamespaceSegment(string package, string segment) => namespaces.GetValueOrDefault((package, segment));

    private static IEnumerable<string[]> Read(string folder, string file, int columns)
    {
        var path = Path.Combine(folder, file);
        foreach (var (number, line) in File.ReadLines(path).Index())
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var row = line.Split('\t');
            if (row.Length != columns)
                throw new FormatException($"{path}:{number + 1}: {row.Length} columns; each row has {columns}, separated by a tab.");
            yield return row;
        }
    }
}

/// <summary>The parameters of a base plugin that make a package.</summary>
/// <param name="Plugin">The base plugin's name, such as <c>terraform-provider</c>.</param>
/// <param name="Version">The base plugin's version.</param>
/// <param name="Value">The parameter in the plugin's own form, in base64.</param>
internal sealed record Parameterization(string Plugin, string Version, string Value);
