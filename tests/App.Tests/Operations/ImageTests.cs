using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;
using PmCrm.LocalServers;

namespace PmCrm.App.Tests.Operations;

/// <summary>The image, built on a minimal Debian, unpacked and run as the platform runs it.</summary>
public sealed class ImageTests(Servers servers, PublishedApp published) : IDisposable
{
    private const int User = 10001;
    private static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(25);
    private static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(30);
    private static readonly string[] Tools = ["debootstrap", "umoci", "runc"];

    private readonly string folder = Directory.CreateTempSubdirectory("pmcrm-image-").FullName;

    public void Dispose()
    {
        // The base's files belong to root, as do these tests where they run at all.
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_image_on_a_minimal_base_reaches_ready_as_its_user_with_a_read_only_root()
    {
        Assert.SkipWhen(servers.Missing is not null, servers.Missing ?? "");
        Assert.SkipWhen(PublishedApp.Missing is not null, PublishedApp.Missing ?? "");
        var missing = Tools.Where(tool => ChildProcess.Find(tool, "/usr/sbin", "/sbin") is null).ToList();
        Assert.SkipWhen(missing.Count > 0, $"Not installed (on Debian: apt-get install {string.Join(' ', missing)})");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may unpack and run an image here");

        // One publish after the other: both compile in the project's one folder of intermediate files.
        await published.Binary();
        var archive = await BuildImage(await BuildBase());
        Assert.InRange(new FileInfo(archive).Length - BaseSize(), 1, 40 * 1024 * 1024);

        var layout = Path.Combine(folder, "layout");
        Directory.CreateDirectory(layout);
        await ChildProcess.MustRun("tar", "-xf", archive, "-C", layout);
        var tag = Tag(layout);
        AssertConfiguration(layout);
        var bundle = Path.Combine(folder, "bundle");
        await ChildProcess.MustRun("umoci", "unpack", "--image", $"{layout}:{tag}", bundle);
        Assert.True(File.Exists(Path.Combine(bundle, "rootfs/app/sbom.cdx.json")), "no bill of materials in the image");

        await RunsAndGetsReady(bundle);
    }

    private async Task<string> BuildBase()
    {
        var root = Path.Combine(folder, "root");
        var (code, printed) = await ChildProcess.Run(
            "debootstrap", ["--variant=minbase", "--include=ca-certificates,libssl3,tzdata,zlib1g", "bookworm", root], limit: BuildPatience);
        Assert.True(code == 0, printed);
        var layout = Path.Combine(folder, "base");
        await ChildProcess.MustRun("umoci", "init", "--layout", layout);
        await ChildProcess.MustRun("umoci", "new", "--image", $"{layout}:latest");
        await ChildProcess.MustRun("umoci", "insert", "--image", $"{layout}:latest", root, "/");
        await ChildProcess.MustRun("umoci", "gc", "--layout", layout);
        return layout;
    }

    private async Task<string> BuildImage(string layout)
    {
        var (code, printed) = await ChildProcess.Run(
            "dotnet",
            ["run", "--project", Path.Combine(Repository.Root, "eng/Image"), "--", "--out", folder, "--runtime", PublishedApp.Runtime],
            new Dictionary<string, string?> { ["CONTAINER_BASE"] = layout, ["MSBUILDDISABLENODEREUSE"] = "1" },
            BuildPatience);
        Assert.True(code == 0, printed);
        return printed.Trim().Split('\n')[^1];
    }

    private long BaseSize() => new DirectoryInfo(Path.Combine(folder, "base", "blobs", "sha256")).EnumerateFiles().Sum(blob => blob.Length);

    private static void AssertConfiguration(string layout)
    {
        var manifest = Blob(layout, JsonNode.Parse(File.ReadAllText(Path.Combine(layout, "index.json")))!["manifests"]![0]!);
        var config = Blob(layout, manifest["config"]!)["config"]!;

        Assert.Equal($"{User}", config["User"]!.GetValue<string>());
        Assert.Equal(["/app/pmcrm"], config["Entrypoint"]!.AsArray().Select(part => part!.GetValue<string>()));
        Assert.True(config["ExposedPorts"]!.AsObject().ContainsKey("3000/tcp"));
        Assert.NotNull(config["Labels"]!["org.opencontainers.image.title"]);
        Assert.NotNull(config["Labels"]!["org.opencontainers.image.created"]);
    }

    private async Task RunsAndGetsReady(string bundle)
    {
        var database = await servers.CreateDatabase(migrated: false);
        await using (var source = DataSource.Create(PostgresUrl.Parse(database)))
            await new Migrator(source, Migration.All, NullLogger.Instance).Up(null, CancellationToken.None);
        var port = ChildProcess.FreePort();
        var variables = TestEnvironment.Variables(database, servers.Redis.Url);
        variables[Variables.Port] = port.ToString(CultureInfo.InvariantCulture);
        variables[Variables.LogLevel] = "info";
        Harden(Path.Combine(bundle, "config.json"), variables);

        var name = $"pmcrm-{port}";
        var container = await ChildProcess.Start("runc", ["run", "--bundle", bundle, name], "Now listening on");
        await using (var app = new RunningApp(container, port))
        {
            await app.WaitFor("/health/ready", HttpStatusCode.OK, ReadyPatience);
            Assert.Contains($"Uid:\t{User}\t{User}", await File.ReadAllTextAsync($"/proc/{await ProcessOf(name)}/status"), StringComparison.Ordinal);
            await ChildProcess.MustRun("runc", "kill", name, "TERM");
            Assert.Equal(0, await container.Ended.WaitAsync(TimeSpan.FromSeconds(25)));
        }
        await servers.DropDatabase(database);
    }

    /// <summary>What the Deployment asks of the kernel: read-only root with a /tmp of its own, no capability, no way to more.</summary>
    private static void Harden(string file, Dictionary<string, string?> variables)
    {
        var config = JsonNode.Parse(File.ReadAllText(file))!;
        var process = config["process"]!;
        process["terminal"] = false;
        process["noNewPrivileges"] = true;
        process["capabilities"] = new JsonObject();
        process.AsObject().Remove("rlimits");
        process["env"] = new JsonArray([.. variables.Select(variable => (JsonNode)$"{variable.Key}={variable.Value}")]);
        config["root"]!["readonly"] = true;
        // The servers of this test listen on this machine's loopback.
        var namespaces = config["linux"]!["namespaces"]!.AsArray();
        namespaces.Remove(namespaces.Single(entry => entry!["type"]!.GetValue<string>() == "network"));
        config["mounts"]!.AsArray().Add(new JsonObject
        {
            ["destination"] = "/tmp",
            ["type"] = "tmpfs",
            ["source"] = "tmpfs",
            ["options"] = new JsonArray("nosuid", "nodev", "mode=1777"),
        });
        File.WriteAllText(file, config.ToJsonString());
    }

    private static async Task<int> ProcessOf(string container)
    {
        var (_, state) = await ChildProcess.Run("runc", ["state", container]);
        return JsonNode.Parse(state)!["pid"]!.GetValue<int>();
    }

    private static string Tag(string layout) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(layout, "index.json")))!["manifests"]![0]!["annotations"]!["org.opencontainers.image.ref.name"]!.GetValue<string>();

    private static JsonNode Blob(string layout, JsonNode descriptor) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(layout, "blobs", descriptor["digest"]!.GetValue<string>().Replace(':', '/'))))!;
}
