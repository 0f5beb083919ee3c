using System.Reflection;
using System.Text.Json.Nodes;
using PmCrm.LocalServers;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>The pod of production's backend as the plan has it: what Kubernetes would be told to run.</summary>
internal sealed class DeployedPod
{
    private const string Workload = "backend";
    private static readonly TimeSpan PreviewTimeout = TimeSpan.FromMinutes(5);

    private readonly JsonNode pod;
    private readonly JsonObject settings;

    private DeployedPod(JsonNode pod, JsonObject settings)
    {
        this.pod = pod;
        this.settings = settings;
    }

    public IReadOnlyList<string> Arguments => [.. Container["args"]!.AsArray().Select(argument => argument!.GetValue<string>())];

    public string ReadinessPath => Container["readinessProbe"]!["httpGet"]!["path"]!.GetValue<string>();

    public int User => Security["runAsUser"]!.GetValue<int>();

    public int Group => Security["runAsGroup"]!.GetValue<int>();

    public bool HasReadOnlyRoot => Security["readOnlyRootFilesystem"]!.GetValue<bool>();

    public bool MayGainPrivileges => Security["allowPrivilegeEscalation"]!.GetValue<bool>();

    public bool HasNoCapability => Security["capabilities"]!["drop"]!.AsArray().Any(name => name!.GetValue<string>() == "ALL");

    /// <summary>What is left of the grace period once the pod has waited for the load balancer.</summary>
    public TimeSpan ShutdownTime =>
        TimeSpan.FromSeconds(
            pod["terminationGracePeriodSeconds"]!.GetValue<int>()
                - Container["lifecycle"]!["preStop"]!["sleep"]!["seconds"]!.GetValue<int>()
        );

    /// <summary>Folders of its own: where they are mounted, and whether they may be written.</summary>
    public IEnumerable<(string Path, bool IsWritable)> Mounts =>
        Container["volumeMounts"]!
            .AsArray()
            .Select(mount => (mount!["mountPath"]!.GetValue<string>(), mount["readOnly"]?.GetValue<bool>() != true));

    private JsonNode Container => pod["containers"]!.AsArray().Single()!;

    private JsonNode Security => Container["securityContext"]!;

    /// <summary>Runs the preview of production.</summary>
    public static async Task<DeployedPod> Read()
    {
        var preview = typeof(DeployedPod)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "Preview")
            .Value!;
        var file = Path.GetTempFileName();
        try
        {
            var (code, printed) = await ChildProcess.Run(
                "dotnet",
                [preview, "show", "production", "--project", Repository.Root, "--no-build", "--format", "json", "--out", file],
                limit: PreviewTimeout
            );
            Assert.True(code == 0, printed);
            var steps = JsonNode.Parse(await File.ReadAllTextAsync(file))!["steps"]!.AsArray();
            var resources = steps.Select(step => step!["newState"]!).ToList();
            var deployment = Only(resources, "kubernetes:apps/v1:Deployment", resource => Name(resource) == Workload);
            var pod = deployment["spec"]!["template"]!["spec"]!;
            var configMap = pod["containers"]![0]!["envFrom"]![0]!["configMapRef"]!["name"]!.GetValue<string>();
            var settings = Only(resources, "kubernetes:core/v1:ConfigMap", resource =>
                resource["inputs"]!["metadata"]!["name"]!.GetValue<string>() == configMap
            );
            return new DeployedPod(pod, settings["data"]!.AsObject());
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The environment that the container is given, with these values in place of those that only the cluster has.</summary>
    /// <param name="values">Values of the secrets, and of any setting that must differ where the test runs.</param>
    public Dictionary<string, string?> Environment(IReadOnlyDictionary<string, string?> values)
    {
        var environment = settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value!.GetValue<string>());
        foreach (var variable in Container["env"]!.AsArray())
        {
            var name = variable!["name"]!.GetValue<string>();
            environment[name] = variable["value"]?.GetValue<string>() ?? values[name];
        }
        foreach (var (name, value) in values)
            if (environment.ContainsKey(name))
                environment[name] = value;
        return environment;
    }

    private static string Name(JsonNode resource) => resource["urn"]!.GetValue<string>().Split("::")[^1];

    private static JsonNode Only(IEnumerable<JsonNode> resources, string type, Func<JsonNode, bool> condition) =>
        Assert.Single(resources, resource => resource["type"]!.GetValue<string>() == type && condition(resource))["inputs"]!;
}
