using System.Text.Json;
using System.Text.Json.Nodes;
using PmCrm.Components.Common;
using PmCrm.Contract;

namespace PmCrm.Components.Hosting;

/// <summary>
/// Railway's own file, <c>railway.json</c>, for a service of the backend that Railway builds from a repository. It sets what <see
/// cref="RailwayBackend"/> cannot set for a service that runs an image: the migration before a deployment, and the health check. Railway
/// reads the file for existing services until 2026-12-01 (https://docs.railway.com/config-as-code/reference).
/// </summary>
public static class RailwayConfig
{
    private const string SchemaAddress = "https://railway.com/railway.schema.json";
    private const int MaxRetries = 3;

    private static readonly TimeSpan HealthCheckTimeout = TimeSpan.FromMinutes(2);
    private static readonly Lazy<JsonElement> Schema = new(() => JsonSchemaRules.Load("railway.schema.json"));

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The file's text, with a final line break; the same settings give the same bytes.</summary>
    /// <param name="replicas">Instances in Amsterdam, from 1 to 200.</param>
    /// <exception cref="ArgumentException">A setting is not accepted by Railway; the message lists all that are not.</exception>
    public static string Write(int replicas = 1)
    {
        var document = new JsonObject
        {
            ["$schema"] = SchemaAddress,
            ["deploy"] = new JsonObject
            {
                ["startCommand"] = $"{AppContract.ProgramPath} {AppContract.BackendCommand}",
                ["preDeployCommand"] = new JsonArray($"{AppContract.ProgramPath} {AppContract.MigrateCommand}"),
                ["healthcheckPath"] = AppContract.ReadinessPath,
                ["healthcheckTimeout"] = (int)HealthCheckTimeout.TotalSeconds,
                ["restartPolicyType"] = "ON_FAILURE",
                ["restartPolicyMaxRetries"] = MaxRetries,
                // A number, as Railway's own reader of the file expects (railwayapp/cli, src/commands/config/migrate.rs, CacDeploy); the
                // page https://docs.railway.com/config-as-code/reference shows digits as text.
                ["drainingSeconds"] = (int)RenderBackend.ShutdownDelay.TotalSeconds,
                ["multiRegionConfig"] = new JsonObject { [RailwayBackend.Region] = new JsonObject { ["numReplicas"] = replicas } },
            },
        };
        var text = document.ToJsonString(Format) + "\n";
        if (ProblemsWith(text) is { Count: > 0 } problems)
            throw new ArgumentException(string.Join(Environment.NewLine, problems));
        return text;
    }

    /// <summary>The problems of a file, each as <c>$.path: sentence</c>; empty when there are none.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static IReadOnlyList<string> ProblemsWith(string text)
    {
        using var document = JsonDocument.Parse(text);
        return [.. JsonSchemaRules.Check("$", document.RootElement, Schema.Value)];
    }
}
