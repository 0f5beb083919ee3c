using System.Text.Json;
using System.Text.Json.Nodes;

namespace PmCrm.Image;

/// <summary>Writes what the binary is made of as CycloneDX 1.6 JSON, from NuGet's record of the restore.</summary>
internal static class BillOfMaterials
{
    /// <param name="assets">project.assets.json.</param>
    /// <param name="runtime">The runtime whose packages count.</param>
    /// <param name="output">The file to write.</param>
    public static void Write(string assets, string runtime, string output)
    {
        var record = JsonNode.Parse(File.ReadAllText(assets))!;
        var target = record["targets"]!.AsObject().Single(target => target.Key.EndsWith("/" + runtime, StringComparison.Ordinal)).Value!.AsObject();
        var components = new JsonArray();
        foreach (var (key, library) in target.OrderBy(library => library.Key, StringComparer.Ordinal))
        {
            if (library!["type"]?.GetValue<string>() != "package") continue;
            var parts = key.Split('/');
            var component = new JsonObject
            {
                ["type"] = "library",
                ["bom-ref"] = $"pkg:nuget/{parts[0]}@{parts[1]}",
                ["name"] = parts[0],
                ["version"] = parts[1],
                ["purl"] = $"pkg:nuget/{parts[0]}@{parts[1]}",
            };
            if (record["libraries"]?[key]?["sha512"]?.GetValue<string>() is { } hash)
                component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Convert.ToHexStringLower(Convert.FromBase64String(hash)) });
            components.Add(component);
        }
        var document = new JsonObject
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject { ["component"] = new JsonObject { ["type"] = "application", ["name"] = "pmcrm-backend" } },
            ["components"] = components,
        };
        File.WriteAllText(output, document.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }
}
