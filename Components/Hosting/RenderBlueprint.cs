using System.Text.Json;
using System.Text.Json.Nodes;
using PmCrm.Components.Common;
using PmCrm.Contract;

namespace PmCrm.Components.Hosting;

/// <summary>
/// Render's own file, <c>render.yaml</c>, for users who deploy with Render's blueprints instead of this program: the same two services as
/// <see cref="RenderBackend"/>. Render's dashboard asks for the value of each secret (<c>sync: false</c>).
/// https://render.com/docs/blueprint-spec
/// </summary>
public static class RenderBlueprint
{
    private static readonly Lazy<JsonElement> Schema = new(() => JsonSchemaRules.Load("render.schema.json"));

    /// <summary>The file's text, with a final line break; the same settings give the same bytes.</summary>
    /// <exception cref="ArgumentException">A setting is not accepted by Render; the message lists all that are not.</exception>
    public static string Write(HostingFileSettings settings)
    {
        var blueprint = new JsonObject { ["services"] = new JsonArray(Web(settings), Worker(settings)) };
        if (ProblemsWith(blueprint) is { Count: > 0 } problems)
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(settings));
        return YamlText.Write(blueprint);
    }

    /// <summary>The problems of a blueprint, each as <c>$.path: sentence</c>; empty when there are none.</summary>
    /// <param name="blueprint">The file's content.</param>
    public static IReadOnlyList<string> ProblemsWith(JsonNode blueprint)
    {
        using var document = JsonDocument.Parse(blueprint.ToJsonString());
        return [.. JsonSchemaRules.Check("$", document.RootElement, Schema.Value)];
    }

    private static JsonObject Web(HostingFileSettings settings)
    {
        var service = Service("web", "api", settings, settings.Plan, settings.Instances);
        service["preDeployCommand"] = $"{AppContract.ProgramPath} {AppContract.MigrateCommand}";
        service["healthCheckPath"] = AppContract.ReadinessPath;
        service["domains"] = new JsonArray(settings.Host);
        service["envVars"] = Variables(settings.VariablesOf(AppProcess.Backend | AppProcess.Migration));
        return service;
    }

    private static JsonObject Worker(HostingFileSettings settings)
    {
        var service = Service("worker", "worker", settings, settings.WorkerPlan, instances: 1);
        service["envVars"] = Variables(
            settings
                .VariablesOf(AppProcess.Worker)
                .Append(KeyValuePair.Create<string, string?>(AppVariables.AppCommand, AppContract.WorkerCommand))
        );
        return service;
    }

    private static JsonObject Service(string type, string role, HostingFileSettings settings, string plan, int instances)
    {
        var image = new JsonObject { ["url"] = settings.Image };
        if (settings.IsPrivate)
            image["creds"] = new JsonObject { ["fromRegistryCreds"] = new JsonObject { ["name"] = settings.PhysicalName } };
        return new JsonObject
        {
            ["type"] = type,
            ["name"] = $"{settings.PhysicalName}-{role}",
            ["runtime"] = "image",
            ["image"] = image,
            ["region"] = RenderBackend.Region,
            // The provider spells plans with underscores, the file with spaces.
            ["plan"] = plan.Replace('_', ' '),
            ["numInstances"] = instances,
            ["maxShutdownDelaySeconds"] = (int)RenderBackend.ShutdownDelay.TotalSeconds,
        };
    }

    private static JsonArray Variables(IEnumerable<KeyValuePair<string, string?>> variables) =>
        new([
            .. variables.Select(variable =>
                variable.Value is { } value
                    ? new JsonObject { ["key"] = variable.Key, ["value"] = value }
                    : new JsonObject { ["key"] = variable.Key, ["sync"] = false }
            ),
        ]);
}
