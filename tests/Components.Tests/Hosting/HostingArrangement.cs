using PmCrm.Components.Hosting;
using PmCrm.Contract;
using Pulumi;

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
}
