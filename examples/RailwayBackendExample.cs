using PmCrm.Components.Hosting;
using PmCrm.Contract;
using Pulumi;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="RailwayBackend"/> alone.</summary>
public static class RailwayBackendExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var variables = new HostedVariables(
            new Dictionary<string, string> { [AppVariables.LogLevel] = "info" },
            new Dictionary<string, Output<string>>
            {
                [AppVariables.DatabaseUrl] = Output.CreateSecret("from the database"),
                [AppVariables.DirectUrl] = Output.CreateSecret("from the database"),
                [AppVariables.RedisUrl] = Output.CreateSecret("from the cache"),
                [AppVariables.JwtSecret] = Output.CreateSecret("from a key"),
                [AppVariables.EncryptionKey] = Output.CreateSecret("from a key"),
            }
        );
        var backend = new RailwayBackend(
            "backend",
            new RailwayBackendArgs
            {
                PhysicalName = "crm-mvp",
                Image = $"ghcr.io/example/crm@sha256:{new string('a', 64)}",
                Registry = new RegistryAccess("example", Output.CreateSecret("from the stack's configuration")),
                Host = "api.example.org",
                Variables = variables,
                Domain = "example.org",
            }
        );
        var alias = backend.AliasTarget;
    }
}
