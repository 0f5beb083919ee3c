using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;

namespace PmCrm.LocalServers;

/// <summary>The settings of pods and database in production's plan.</summary>
public sealed class ProductionPlan
{
    private const string DeploymentType = "kubernetes:apps/v1:Deployment";
    private const string JobType = "kubernetes:batch/v1:Job";
    private const string ConfigMapType = "kubernetes:core/v1:ConfigMap";
    private const string AutoscalerType = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
    private const string DatabaseType = "gcp:sql/databaseInstance:DatabaseInstance";

    private static readonly TimeSpan PreviewTimeout = TimeSpan.FromMinutes(10);

    private readonly IReadOnlyList<JsonNode> resources;

    private ProductionPlan(IReadOnlyList<JsonNode> resources)
    {
        this.resources = resources;
        // PostgreSQL itself does not know Cloud SQL's own flags.
        Flags =
        [
            .. Inputs(DatabaseType, _ => true)["settings"]!["databaseFlags"]!
                .AsArray()
                .Select(flag => (flag!["name"]!.GetValue<string>(), flag["value"]!.GetValue<string>()))
                .Where(flag => !flag.Item1.StartsWith("cloudsql.", StringComparison.Ordinal)),
        ];
    }

    /// <summary>The database flags that PostgreSQL itself knows.</summary>
    public IReadOnlyList<(string Name, string Value)> Flags { get; }

    /// <summary>Runs the preview of production.</summary>
    /// <param name="caller">An assembly with the path of the built preview in its metadata <c>Preview</c>.</param>
    /// <param name="root">The folder of the repository.</param>
    /// <exception cref="InvalidOperationException">There is no plan; the message contains the preview's output.</exception>
    public static async Task<ProductionPlan> Read(Assembly caller, string root)
    {
        var preview = caller.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "Preview").Value!;
        var file = Path.GetTempFileName();
        try
        {
            var (code, printed) = await ChildProcess.Run(
                "dotnet",
                [preview, "show", "production", "--project", root, "--no-build", "--format", "json", "--out", file],
                limit: PreviewTimeout
            );
            if (code != 0)
                throw new InvalidOperationException($"Production's plan could not be made:\n{printed}");
            var steps = JsonNode.Parse(await File.ReadAllTextAsync(file))!["steps"]!.AsArray();
            return new ProductionPlan([.. steps.Select(step => step!["newState"]!)]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The pods' settings, with these values for what depends on the environment: secrets, addresses, ports.</summary>
    public Dictionary<string, string?> Environment(IEnumerable<KeyValuePair<string, string?>> values)
    {
        var environment = Pod("backend").Settings.ToDictionary(entry => entry.Key, entry => (string?)entry.Value!.GetValue<string>());
        foreach (var (name, value) in values)
            environment[name] = value;
        return environment;
    }

    /// <summary>The pod of a Deployment or of a Job.</summary>
    /// <param name="workload">Name of the resource: backend, worker, migration.</param>
    public DeployedPod Pod(string workload)
    {
        var pod = Workload(workload)["spec"]!["template"]!["spec"]!;
        var configMap = pod["containers"]![0]!["envFrom"]![0]!["configMapRef"]!["name"]!.GetValue<string>();
        var settings = Inputs(ConfigMapType, resource => resource["inputs"]!["metadata"]!["name"]!.GetValue<string>() == configMap);
        return new DeployedPod(pod, settings["data"]!.AsObject());
    }

    /// <summary>The update strategy of a Deployment.</summary>
    /// <param name="workload">Name of the resource: backend, worker.</param>
    public Rollout Rollout(string workload)
    {
        var deployment = Workload(workload);
        var replicas = Inputs(AutoscalerType, resource => Target(resource) == Named(deployment))["spec"]!["minReplicas"]!.GetValue<int>();
        var strategy = deployment["spec"]!["strategy"]!["rollingUpdate"]!;
        // Kubernetes rounds maxSurge up and maxUnavailable down.
        return new Rollout(
            replicas,
            (int)Math.Ceiling(Count(strategy["maxSurge"]!, replicas)),
            (int)Math.Floor(Count(strategy["maxUnavailable"]!, replicas)),
            TimeSpan.FromSeconds(deployment["spec"]!["minReadySeconds"]!.GetValue<int>())
        );
    }

    private static double Count(JsonNode value, int replicas) =>
        value.GetValueKind() == System.Text.Json.JsonValueKind.String
            ? double.Parse(value.GetValue<string>().TrimEnd('%'), CultureInfo.InvariantCulture) / 100 * replicas
            : value.GetValue<double>();

    private static string Target(JsonNode autoscaler) => autoscaler["inputs"]!["spec"]!["scaleTargetRef"]!["name"]!.GetValue<string>();

    private static string Named(JsonNode inputs) => inputs["metadata"]!["name"]!.GetValue<string>();

    private JsonNode Workload(string name) =>
        resources
            .Where(resource => Type(resource) is DeploymentType or JobType && resource["urn"]!.GetValue<string>().Split("::")[^1] == name)
            .Select(resource => resource["inputs"]!)
            .Single();

    private JsonNode Inputs(string type, Func<JsonNode, bool> condition) =>
        resources.First(resource => Type(resource) == type && condition(resource))["inputs"]!;

    private static string Type(JsonNode resource) => resource["type"]!.GetValue<string>();
}

/// <summary>A Deployment's rolling update.</summary>
/// <param name="Replicas">The autoscaler's minimum.</param>
/// <param name="MaxSurge">Maximum number of additional pods during an update.</param>
/// <param name="MaxUnavailable">Maximum number of missing ready pods during an update.</param>
/// <param name="MinReady">How long a new pod must be ready before it counts as available.</param>
public sealed record Rollout(int Replicas, int MaxSurge, int MaxUnavailable, TimeSpan MinReady);
