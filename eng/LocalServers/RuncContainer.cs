using System.Globalization;
using System.Text.Json.Nodes;

namespace PmCrm.LocalServers;

/// <summary>
/// A pod's container under runc, as the plan describes it: user, read-only root folder, no capabilities, mounts, limits. It uses this
/// machine's network, where the servers are. Only root can run it.
/// </summary>
public sealed class RuncContainer : IAsyncDisposable
{
    private const string Listening = "Now listening on";
    private const long ProcessorPeriod = 100_000;

    private readonly string name;
    private readonly string folder;
    private readonly ChildProcess process;

    private RuncContainer(string name, string folder, ChildProcess process)
    {
        this.name = name;
        this.folder = folder;
        this.process = process;
    }

    /// <summary>Completes when it has ended, with its exit code; 137 means SIGKILL.</summary>
    public Task<int> Ended => process.Ended;

    /// <summary>Its output.</summary>
    public string Printed => process.Printed;

    /// <summary>Starts the pod's container and waits until it listens.</summary>
    /// <param name="bundle">The folder of an unpacked image: config.json and rootfs, which is shared and read-only.</param>
    /// <exception cref="InvalidOperationException">It did not start; the message contains its output.</exception>
    public static async Task<RuncContainer> Start(string bundle, DeployedPod pod, IReadOnlyDictionary<string, string?> environment)
    {
        var (name, folder) = Prepare(bundle, pod, environment);
        try
        {
            return new RuncContainer(name, folder, await ChildProcess.Start("runc", ["run", "--bundle", folder, name], Listening));
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Runs the pod's container to its end.</summary>
    /// <returns>Its exit code and its output.</returns>
    public static async Task<(int ExitCode, string Printed)> Run(
        string bundle,
        DeployedPod pod,
        IReadOnlyDictionary<string, string?> environment
    )
    {
        var (name, folder) = Prepare(bundle, pod, environment);
        try
        {
            return await ChildProcess.Run("runc", ["run", "--bundle", folder, name], limit: TimeSpan.FromMinutes(2));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The kernel's status of its process (proc(5), status).</summary>
    public async Task<string> Status() => await File.ReadAllTextAsync($"/proc/{await ProcessId()}/status");

    /// <summary>Asks it to end (SIGTERM), as Kubernetes does.</summary>
    public Task Terminate() => ChildProcess.MustRun("runc", "kill", name, "TERM");

    /// <summary>Kills it (SIGKILL), like the loss of its node.</summary>
    public Task Kill() => ChildProcess.MustRun("runc", "kill", name, "KILL");

    /// <summary>Changes its memory limit, without swap.</summary>
    /// <returns>False if the kernel refuses, because more is in use.</returns>
    public async Task<bool> LimitMemory(long bytes)
    {
        var limit = bytes.ToString(CultureInfo.InvariantCulture);
        return (await ChildProcess.Run("runc", ["update", "--memory", limit, "--memory-swap", limit, name])).ExitCode == 0;
    }

    /// <summary>In bytes: memory that the kernel cannot reclaim by dropping file pages.</summary>
    public async Task<long> AnonymousMemory()
    {
        var line = (await Status()).Split('\n').Single(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) << 10;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.Ended.IsCompleted)
            await ChildProcess.Run("runc", ["delete", "--force", name]);
        await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static (string Name, string Folder) Prepare(string bundle, DeployedPod pod, IReadOnlyDictionary<string, string?> environment)
    {
        if (!pod.HasReadOnlyRoot || !pod.HasNoCapability || pod.MayGainPrivileges)
            throw new InvalidOperationException("The plan's pod may write its root folder, has a capability, or may gain privileges.");
        var folder = Directory.CreateTempSubdirectory("pmcrm-pod-").FullName;
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(bundle, "config.json")))!;
        var process = config["process"]!;
        process["terminal"] = false;
        process["noNewPrivileges"] = true;
        process["capabilities"] = new JsonObject();
        process["user"] = new JsonObject { ["uid"] = pod.User, ["gid"] = pod.Group };
        process.AsObject().Remove("rlimits");
        process["args"] = new JsonArray([process["args"]![0]!.DeepClone(), .. pod.Arguments.Select(argument => (JsonNode)argument)]);
        process["env"] = new JsonArray([
            .. environment.Where(variable => variable.Value is not null).Select(variable => (JsonNode)$"{variable.Key}={variable.Value}"),
        ]);
        config["root"] = new JsonObject { ["path"] = Path.Combine(bundle, "rootfs"), ["readonly"] = true };
        var namespaces = config["linux"]!["namespaces"]!.AsArray();
        namespaces.Remove(namespaces.Single(entry => entry!["type"]!.GetValue<string>() == "network"));
        var name = Path.GetFileName(folder);
        config["linux"]!["cgroupsPath"] = $"/{name}";
        config["linux"]!["resources"] = new JsonObject
        {
            ["memory"] = new JsonObject { ["limit"] = pod.MemoryLimit, ["swap"] = pod.MemoryLimit },
            ["cpu"] = new JsonObject { ["quota"] = (long)(pod.ProcessorLimit * ProcessorPeriod), ["period"] = ProcessorPeriod },
        };
        foreach (var (path, isWritable) in pod.Mounts)
            config["mounts"]!.AsArray().Add(Mount(path, isWritable));
        File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJsonString());
        return (name, folder);
    }

    private static JsonObject Mount(string path, bool isWritable) =>
        new()
        {
            ["destination"] = path,
            ["type"] = "tmpfs",
            ["source"] = "tmpfs",
            ["options"] = new JsonArray("nosuid", "nodev", isWritable ? "mode=1777" : "ro"),
        };

    private async Task<int> ProcessId()
    {
        var (_, state) = await ChildProcess.Run("runc", ["state", name]);
        return JsonNode.Parse(state)!["pid"]!.GetValue<int>();
    }
}
