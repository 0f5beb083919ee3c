using System.Globalization;
using System.Text.Json.Nodes;

namespace PmCrm.LocalServers;

/// <summary>A pod of production's plan: what Kubernetes would be told to run.</summary>
public sealed class DeployedPod
{
    private readonly JsonNode pod;

    internal DeployedPod(JsonNode pod, JsonObject settings)
    {
        this.pod = pod;
        Settings = settings;
    }

    public IReadOnlyList<string> Arguments => [.. Container["args"]!.AsArray().Select(argument => argument!.GetValue<string>())];

    public string ReadinessPath => Readiness.Path;

    public Probe Startup => Probe.Of(Container["startupProbe"]!);

    public Probe Readiness => Probe.Of(Container["readinessProbe"]!);

    public Probe Liveness => Probe.Of(Container["livenessProbe"]!);

    public int User => Security["runAsUser"]!.GetValue<int>();

    public int Group => Security["runAsGroup"]!.GetValue<int>();

    public bool HasReadOnlyRoot => Security["readOnlyRootFilesystem"]!.GetValue<bool>();

    public bool MayGainPrivileges => Security["allowPrivilegeEscalation"]!.GetValue<bool>();

    public bool HasNoCapability => Security["capabilities"]!["drop"]!.AsArray().Any(name => name!.GetValue<string>() == "ALL");

    /// <summary>Memory limit in bytes.</summary>
    public long MemoryLimit => Bytes(Limits["memory"]!.GetValue<string>());

    /// <summary>CPU limit in cores.</summary>
    public double ProcessorLimit => double.Parse(Limits["cpu"]!.GetValue<string>().TrimEnd('m'), CultureInfo.InvariantCulture) / 1000;

    /// <summary>How long the pod waits for the load balancer before its container gets SIGTERM.</summary>
    public TimeSpan PreStop => TimeSpan.FromSeconds(Container["lifecycle"]!["preStop"]!["sleep"]!["seconds"]!.GetValue<int>());

    /// <summary>The rest of the grace period after that.</summary>
    public TimeSpan ShutdownTime => TimeSpan.FromSeconds(pod["terminationGracePeriodSeconds"]!.GetValue<int>()) - PreStop;

    /// <summary>The pod's volumes: their mount paths, and whether they are writable.</summary>
    public IEnumerable<(string Path, bool IsWritable)> Mounts =>
        Container["volumeMounts"]!
            .AsArray()
            .Select(mount => (mount!["mountPath"]!.GetValue<string>(), mount["readOnly"]?.GetValue<bool>() != true));

    /// <summary>The data of the ConfigMap of its environment.</summary>
    internal JsonObject Settings { get; }

    private JsonNode Container => pod["containers"]!.AsArray().Single()!;

    private JsonNode Security => Container["securityContext"]!;

    private JsonNode Limits => Container["resources"]!["limits"]!;

    /// <summary>The container's environment, with these values instead of those that only the cluster has.</summary>
    /// <param name="values">Values of the secrets, and of settings that must differ where it runs.</param>
    public Dictionary<string, string?> Environment(IReadOnlyDictionary<string, string?> values)
    {
        var environment = Settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value!.GetValue<string>());
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

    private static long Bytes(string quantity) =>
        quantity.EndsWith("Mi", StringComparison.Ordinal)
            ? long.Parse(quantity[..^2], CultureInfo.InvariantCulture) << 20
            : throw new InvalidOperationException($"A memory limit of {quantity} is not in Mi.");
}

/// <summary>An HTTP probe of a container.</summary>
/// <param name="MaxFailures">Number of consecutive failures after which the probe has failed.</param>
public sealed record Probe(string Path, TimeSpan Period, TimeSpan Timeout, int MaxFailures)
{
    internal static Probe Of(JsonNode probe) =>
        new(
            probe["httpGet"]!["path"]!.GetValue<string>(),
            TimeSpan.FromSeconds(probe["periodSeconds"]!.GetValue<int>()),
            TimeSpan.FromSeconds(probe["timeoutSeconds"]!.GetValue<int>()),
            probe["failureThreshold"]!.GetValue<int>()
        );
}
