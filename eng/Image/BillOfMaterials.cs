using System.Text.Json;
using System.Text.Json.Nodes;

namespace PmCrm.Image;

/// <summary>
/// Writes the bill of materials of the binary as CycloneDX 1.6 JSON, from NuGet's record of the restore: the packages whose code is linked
/// in, including the .NET runtime, and their dependencies.
/// </summary>
internal static class BillOfMaterials
{
    private const string Application = "pmcrm-backend";

    /// <summary>
    /// Members of a package's record that mean that its code is in the program; a package with none of them is only for the build.
    /// </summary>
    private static readonly string[] Code = ["runtime", "runtimeTargets", "native"];

    /// <param name="assets">project.assets.json of a restore in the published configuration.</param>
    /// <param name="runtime">The runtime identifier whose packages are listed.</param>
    /// <param name="version">Version of the application, or null if it is unknown.</param>
    /// <param name="output">The file to write.</param>
    public static void Write(string assets, string runtime, string? version, string output)
    {
        var record = JsonNode.Parse(File.ReadAllText(assets))!;
        var framework = record["project"]!["frameworks"]!.AsObject().Single().Value!;
        var packages = Packages(record, runtime).ToDictionary(package => package.Name, StringComparer.OrdinalIgnoreCase);
        var runtimePacks = RuntimePacks(framework, runtime).ToList();
        var all = packages.Values.Concat(runtimePacks).OrderBy(package => package.Url, StringComparer.Ordinal);
        var direct = framework["dependencies"]!.AsObject().Select(dependency => dependency.Key);
        var document = new JsonObject
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["serialNumber"] = $"urn:uuid:{Guid.NewGuid()}",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["timestamp"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
                ["component"] = new JsonObject
                {
                    ["type"] = "application",
                    ["bom-ref"] = Application,
                    ["name"] = Application,
                    ["version"] = version,
                },
            },
            ["components"] = new JsonArray([.. all.Select(package => (JsonNode)Component(package))]),
            ["dependencies"] = new JsonArray([
                Needs(Application, Urls(direct).Concat(runtimePacks.Select(pack => pack.Url))),
                .. all.Select(package => (JsonNode)Needs(package.Url, Urls(package.Needs))),
            ]),
        };
        if (version is null)
            document["metadata"]!["component"]!.AsObject().Remove("version");
        File.WriteAllText(output, document.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));

        IEnumerable<string> Urls(IEnumerable<string> names) => names.Where(packages.ContainsKey).Select(name => packages[name].Url);
    }

    private static IEnumerable<Package> Packages(JsonNode record, string runtime)
    {
        var target = record["targets"]!.AsObject().Single(target => target.Key.EndsWith("/" + runtime, StringComparison.Ordinal)).Value!;
        foreach (var (key, library) in target.AsObject())
        {
            if (library!["type"]?.GetValue<string>() != "package" || !Code.Any(library.AsObject().ContainsKey))
                continue;
            var parts = key.Split('/');
            yield return new Package(
                parts[0],
                parts[1],
                record["libraries"]?[key]?["sha512"]?.GetValue<string>(),
                library["dependencies"]?.AsObject().Select(dependency => dependency.Key).ToList() ?? []
            );
        }
    }

    /// <summary>The runtime, the base libraries and the compiler's own library are packs, on which no package depends.</summary>
    private static IEnumerable<Package> RuntimePacks(JsonNode framework, string runtime) =>
        from pack in framework["downloadDependencies"]!.AsArray()
        let name = pack["name"]!.GetValue<string>()
        where name.Contains(runtime, StringComparison.Ordinal) && !name.Contains(".App.Host.", StringComparison.Ordinal)
        // "[10.0.12, 10.0.12]" means exactly this version.
        select new Package(name, pack["version"]!.GetValue<string>().TrimStart('[').Split(',')[0], null, []);

    private static JsonObject Component(Package package)
    {
        var component = new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = package.Url,
            ["name"] = package.Name,
            ["version"] = package.Version,
            ["purl"] = package.Url,
        };
        if (package.Sha512 is { } hash)
        {
            var content = Convert.ToHexStringLower(Convert.FromBase64String(hash));
            component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = content });
        }
        return component;
    }

    private static JsonObject Needs(string what, IEnumerable<string> needed) =>
        new() { ["ref"] = what, ["dependsOn"] = new JsonArray([.. needed.Order(StringComparer.Ordinal).Select(url => (JsonNode)url)]) };

    private sealed record Package(string Name, string Version, string? Sha512, IReadOnlyList<string> Needs)
    {
        /// <summary>The package's name as a package URL.</summary>
        public string Url => $"pkg:nuget/{Name}@{Version}";
    }
}
