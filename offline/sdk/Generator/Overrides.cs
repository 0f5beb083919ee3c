namespace PmCrm.Sdk.Generator;

/// <summary>What the npm packages do not tell about the C# ones, read from the tables of offline/sdk/overrides.</summary>
internal sealed class Overrides
{
    private readonly HashSet<(string Type, string Property)> doubles;
    private readonly HashSet<(string Type, string Property)> nestedSecrets;
    private readonly Dictionary<(string Type, string Property), string> names;
    private readonly Dictionary<(string Package, string Segment), string> namespaces;

    private Overrides(string folder)
    {
        doubles = [.. Read(folder, "doubles.tsv", 2).Select(row => (row[0], row[1]))];
        nestedSecrets = [.. Read(folder, "nested-secrets.tsv", 2).Select(row => (row[0], row[1]))];
        names = Read(folder, "names.tsv", 3).ToDictionary(row => (row[0], row[1]), row => row[2]);
        namespaces = Read(folder, "namespaces.tsv", 3).ToDictionary(row => (row[0], row[1]), row => row[2]);
    }

    /// <exception cref="FormatException">A row has not the columns that its table has.</exception>
    internal static Overrides Load(string folder) => new(folder);

    internal bool IsDouble(string type, string property) => doubles.Contains((type, property));

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
