using System.Reflection;
using System.Text.Json.Nodes;
using PmCrm.LocalServers;

namespace PmCrm.Rehearsal;

/// <summary>What production's plan tells the pods and the database.</summary>
internal sealed class ProductionPlan
{
    private static readonly TimeSpan PreviewTimeout = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, string?> settings;

    private ProductionPlan(Dictionary<string, string?> settings, IReadOnlyList<(string Name, string Value)> flags)
    {
        this.settings = settings;
        Flags = flags;
    }

    /// <summary>The database's flags that PostgreSQL itself knows: none of Cloud SQL's own.</summary>
    public IReadOnlyList<(string Name, string Value)> Flags { get; }

    public static async Task<ProductionPlan> Read()
    {
        var preview = typeof(ProductionPlan)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "Preview")
            .Value!;
        var file = Path.GetTempFileName();
        try
        {
            var (code, printed) = await ChildProcess.Run(
                "dotnet",
                [preview, "show", "production", "--project", RepositoryRoot.Folder, "--no-build", "--format", "json", "--out", file],
                limit: PreviewTimeout
            );
            if (code != 0)
                throw new InvalidOperationException($"Production's plan could not be made:\n{printed}");
            var resources = JsonNode.Parse(await File.ReadAllTextAsync(file))!["steps"]!
                .AsArray()
                .Select(step => step!["newState"]!)
                .ToList();
            var configuration = resources
                .Where(resource => Type(resource) == "kubernetes:core/v1:ConfigMap")
                .Select(resource => resource["inputs"]!["data"]!.AsObject())
                .Single(data => data.ContainsKey("PORT"));
            var flags = resources.First(resource => Type(resource) == "gcp:sql/databaseInstance:DatabaseInstance")["inputs"]!["settings"]![
                "databaseFlags"
            ]!
                .AsArray()
                .Select(flag => (Name: flag!["name"]!.GetValue<string>(), Value: flag["value"]!.GetValue<string>()))
                .Where(flag => !flag.Name.StartsWith("cloudsql.", StringComparison.Ordinal));
            return new(configuration.ToDictionary(entry => entry.Key, entry => (string?)entry.Value!.GetValue<string>()), [.. flags]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The pods' settings, with these values for what only a place can know: secrets, addresses, ports.</summary>
    public Dictionary<string, string?> Environment(IEnumerable<KeyValuePair<string, string?>> values)
    {
        var environment = new Dictionary<string, string?>(settings);
        foreach (var (name, value) in values)
            environment[name] = value;
        return environment;
    }

    private static string Type(JsonNode resource) => resource["type"]!.GetValue<string>();
}
