using System.Text;
using System.Text.Json;
using PmCrm.Preview.Project;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Project;

/// <summary>
/// Compares our reading of configuration with the answers of the real CLI, in Data/*.tsv. The CLI panics if its test had no key to
/// decrypt with; in those cases we must give a placeholder.
/// </summary>
public sealed class CliReadingTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_scalar_reaches_the_program_as_under_the_CLI()
    {
        folder.Write("Pulumi.yaml", "name: app\nruntime: dotnet\n");
        var differences = new List<string>();
        var rows = Rows("yaml-scalars.tsv");
        foreach (var row in rows)
        {
            var (place, scalar) = (row[0], JsonSerializer.Deserialize<string>(row[1])!);
            folder.Write(
                "Pulumi.dev.yaml",
                place switch
                {
                    "top" => $"config:\n  app:k: {Indent(scalar, 2)}\n",
                    "map" => $"config:\n  app:k:\n    a: {Indent(scalar, 4)}\n",
                    _ => $"config:\n  app:k:\n    - {Indent(scalar, 4)}\n",
                }
            );
            Compare(differences, $"{place} {row[1]}", row[2], row.ElementAtOrDefault(3));
        }

        Assert.True(rows.Count > 1600);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void Every_declared_type_accepts_what_the_CLI_accepts()
    {
        var differences = new List<string>();
        var rows = Rows("yaml-types.tsv");
        foreach (var row in rows)
        {
            var (where, scalar) = (row[0], JsonSerializer.Deserialize<string>(row[2])!);
            var type = row[1].Split('<', '>') is [var array, var item, ..] ? $"{array}\n    items:\n      type: {item}" : row[1];
            var schema = $"name: app\nruntime: dotnet\nconfig:\n  k:\n    type: {type}\n";
            folder.Write("Pulumi.yaml", where == "stack" ? schema : $"{schema}    default: {Indent(scalar, 4)}\n");
            folder.Write("Pulumi.dev.yaml", where == "stack" ? $"config:\n  app:k: {Indent(scalar, 2)}\n" : "config: {}\n");
            Compare(differences, $"{where} {row[1]} {row[2]}", row[3], row.ElementAtOrDefault(4));
        }

        Assert.True(rows.Count > 6400);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private void Compare(List<string> differences, string what, string outcome, string? expected)
    {
        string found;
        try
        {
            found = JsonSerializer.Serialize(StackConfiguration.Read(ProjectFile.Find(folder.Root), "dev").Entries["app:k"].Text);
        }
        catch (PreviewException error)
        {
            found = $"refused: {error.Message}";
        }
        var agrees = outcome switch
        {
            "value" => !found.StartsWith("refused", StringComparison.Ordinal)
                && JsonSerializer.Deserialize<string>(found) == JsonSerializer.Deserialize<string>(expected!),
            "panic" => true,
            _ => found.StartsWith("refused: Pulumi", StringComparison.Ordinal),
        };
        if (!agrees)
            differences.Add($"{what}: the CLI says {outcome} {expected}, we say {found}");
    }

    private static string Indent(string scalar, int columns) =>
        scalar.Replace("\n", "\n" + new string(' ', columns), StringComparison.Ordinal);

    private static List<string[]> Rows(string file) =>
        [.. File.ReadLines(Path.Combine(Built.TestSource, "Data", file), Encoding.UTF8).Skip(1).Select(line => line.Split('\t'))];
}
