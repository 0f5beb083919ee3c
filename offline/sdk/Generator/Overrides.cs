namespace PmCrm.Sdk.Generator;

/// <summary>
/// Facts about the C# packages that the slices lack, read from the tables of a folder: offline/sdk/overrides, or its folder of those
/// packages that the Terraform bridge makes, which has a table packages.tsv.
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
            // The bridge knows no whole numbers, and its C# names are the Pascal forms.
            (doubles, names, namespaces) = ([], [], []);
            packages = Read(folder, "packages.tsv", 5).ToDictionary(row => row[0], row => new Parameterization(row[1], row[2], row[4]));
            return;
        }

        doubles = [.. Read(folder, "doubles.tsv", 2).Select(row => (row[0], row[1]))];
        names = Read(folder, "names.tsv", 3).ToDictionary(row => (row[0], row[1]), row => row[2]);
        namespaces = Read(folder, "namespaces.tsv", 3).ToDictionary(row => (row[0], row[1]), row => row[2]);
    }

    /// <exception cref="FormatException">A row has not the columns that its table has.</exception>
    internal static Overrides Load(string folder) => new(folder);

    internal bool IsDouble(string type, string property) => packages.Count > 0 || doubles.Contains((type, property));

    /// <summary>What a base plugin makes the package from; null for a package that has a plugin of its own.</summary>
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

/// <summary>What a base plugin makes a package from.</summary>
/// <param name="Plugin">The base plugin's name, such as <c>terraform-provider</c>.</param>
/// <param name="Version">The base plugin's version.</param>
/// <param name="Value">The parameter in the plugin's own form, in base64.</param>
internal sealed record Parameterization(string Plugin, string Version, string Value);
