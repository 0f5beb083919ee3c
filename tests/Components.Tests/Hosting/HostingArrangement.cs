using System.Text.Json.Nodes;
using PmCrm.Components.Hosting;
using PmCrm.Contract;
using Pulumi;
using YamlDotNet.Serialization;

namespace PmCrm.Components.Tests.Hosting;

/// <summary>Arguments for both platforms.</summary>
internal static class HostingArrangement
{
    public const string Digest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string Image = $"ghcr.io/example/crm@{Digest}";
    public const string PlantedSecret = "planted-value-1";

    public static Dictionary<string, string> Plain => new() { [AppVariables.LogLevel] = "info" };

    public static Dictionary<string, Output<string>> Secrets =>
        AppVariables.RequiredSecrets.ToDictionary(name => name, _ => Output.Create(PlantedSecret));

    public static HostedVariables Variables => new(Plain, Secrets);

    /// <summary>A file of YAML as another program's parser reads it.</summary>
    public static JsonNode ReadYaml(string text)
    {
        var graph = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(text);
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(graph))!;
    }
}
