using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;
using PmCrm.Image;
using PmCrm.LocalServers;

namespace PmCrm.App.Tests.Operations;

/// <summary>The image, built on a minimal Debian, then unpacked and run as on the platform.</summary>
public sealed class ImageTests(BuiltImage image, Servers servers) : IClassFixture<BuiltImage>
{
    private const int MinUser = 10000;

    /// <summary>
    /// Compressed size of what the image adds to its base, which cannot be pulled everywhere. 40 MB are wanted for both; the client of
    /// object storage alone takes six of these.
    /// </summary>
    private const int MaxOwnBytes = 28_000_000;

    private const string Listening = "Now listening on";
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromMinutes(3);

    /// <summary>e_machine of an ELF file (System V ABI): 62 is x86-64, 183 is AArch64.</summary>
    private static readonly Dictionary<string, ushort> Machines = new() { ["amd64"] = 62, ["arm64"] = 183 };

    public static TheoryData<string> Processors => [.. BuiltImage.Architectures];

    [Theory]
    [MemberData(nameof(Processors))]
    public async Task It_says_for_each_processor_what_it_is_and_runs_as_nobody(string architecture)
    {
        await image.Build();
        var (manifest, configuration) = image.Image(architecture);
        var config = configuration["config"]!;
        var labels = config["Labels"]!.AsObject();

        Assert.Equal(architecture, configuration["architecture"]!.GetValue<string>());
        Assert.Equal("linux", configuration["os"]!.GetValue<string>());
        Assert.True(int.Parse(config["User"]!.GetValue<string>(), CultureInfo.InvariantCulture) > MinUser);
        Assert.Equal(["/app/pmcrm"], config["Entrypoint"]!.AsArray().Select(part => part!.GetValue<string>()));
        Assert.True(config["ExposedPorts"]!.AsObject().ContainsKey("3000/tcp"));
        foreach (var label in (string[])["title", "description", "vendor", "created", "version", "revision"])
            Assert.False(string.IsNullOrEmpty(labels["org.opencontainers.image." + label]?.GetValue<string>()), $"no label {label}");
        Assert.Matches("^[0-9a-f]{40}$", labels["org.opencontainers.image.revision"]!.GetValue<string>());
        // The base's name contained a port of this machine.
        Assert.False(labels.ContainsKey("org.opencontainers.image.base.name"));
        Assert.InRange(manifest["layers"]!.AsArray()[^1]!["size"]!.GetValue<long>(), 1, MaxOwnBytes);
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public async Task It_adds_one_native_binary_and_its_bill_of_materials(string architecture)
    {
        await image.Build();
        var files = Directory.GetFiles(Path.Combine(image.Bundle(architecture), "rootfs/app")).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(["pmcrm", "sbom.cdx.json"], files.Select(Path.GetFileName));
        var header = new byte[20];
        await using (var binary = File.OpenRead(files[0]))
            await binary.ReadExactlyAsync(header);
        Assert.Equal(Machines[architecture], BitConverter.ToUInt16(header, 18));
        Assert.False(File.Exists(Path.Combine(image.Bundle(architecture), "rootfs/bin/sh")));

        var bill = JsonNode.Parse(await File.ReadAllTextAsync(files[1]))!;
        var components = bill["components"]!.AsArray().Select(component => component!["name"]!.GetValue<string>()).ToList();
        Assert.Contains("Npgsql", components);
        // The runtime is linked in; development-only parts are not.
        Assert.Contains($"Microsoft.NETCore.App.Runtime.NativeAOT.linux-{(architecture == "amd64" ? "x64" : "arm64")}", components);
        Assert.DoesNotContain("Scalar.AspNetCore", components);
        Assert.DoesNotContain("Microsoft.Extensions.ApiDescription.Server", components);
        var edges = bill["dependencies"]!
            .AsArray()
            .ToDictionary(
                edge => edge!["ref"]!.GetValue<string>().Split('@')[0],
                edge => edge!["dependsOn"]!.AsArray().Select(needed => needed!.GetValue<string>().Split('@')[0]).ToList()
            );
        Assert.Contains("pkg:nuget/Npgsql", edges["pmcrm-backend"]);
        Assert.Contains("pkg:nuget/Microsoft.IdentityModel.Tokens", edges["pkg:nuget/Microsoft.IdentityModel.JsonWebTokens"]);
    }

    [Fact]
    public async Task With_the_Deployments_settings_it_becomes_ready_and_stops_within_the_grace_period()
    {
        Assert.SkipWhen(servers.Missing is not null, servers.Missing ?? "");
        await image.Build();
        var pod = await DeployedPod();
        var port = ChildProcess.FreePort();
        var database = await MigratedDatabase();

        await using (
            var container = await RuncContainer.Start(image.Bundle(BuiltImage.Native), pod, pod.Environment(Values(database, port)))
        )
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            await RunningApp.WaitFor(client, pod.ReadinessPath, HttpStatusCode.OK, ReadyTimeout, () => container.Printed);
            var status = await container.Status();
            Assert.Contains($"Uid:\t{pod.User}\t{pod.User}", status, StringComparison.Ordinal);
            Assert.Contains($"Gid:\t{pod.Group}\t{pod.Group}", status, StringComparison.Ordinal);
            Assert.Contains("CapEff:\t0000000000000000", status, StringComparison.Ordinal);
            Assert.Contains("NoNewPrivs:\t1", status, StringComparison.Ordinal);
            await container.Terminate();
            Assert.Equal(0, await container.Ended.WaitAsync(pod.ShutdownTime));
        }
        await servers.DropDatabase(database);
    }

    [Fact]
    public async Task The_binary_for_the_other_architecture_becomes_ready_under_emulation()
    {
        Assert.SkipWhen(servers.Missing is not null, servers.Missing ?? "");
        var (other, emulator) = BuiltImage.Native == "amd64" ? ("arm64", "qemu-aarch64-static") : ("amd64", "qemu-x86_64-static");
        Assert.SkipWhen(ChildProcess.Find(emulator) is null, $"{emulator} is not installed (on Debian: apt-get install qemu-user-static)");
        await image.Build();
        var pod = await DeployedPod();
        var root = Path.Combine(image.Bundle(other), "rootfs");
        var port = ChildProcess.FreePort();
        var database = await MigratedDatabase();

        var process = await ChildProcess.Start(
            emulator,
            ["-L", root, Path.Combine(root, "app/pmcrm"), .. pod.Arguments],
            Listening,
            pod.Environment(Values(database, port))
        );
        await using (var app = new RunningApp(process, port))
        {
            await app.WaitFor(pod.ReadinessPath, HttpStatusCode.OK, ReadyTimeout);
            process.Terminate();
            Assert.Equal(0, await process.Ended.WaitAsync(pod.ShutdownTime));
        }
        await servers.DropDatabase(database);
    }

    [Fact]
    public async Task A_base_for_another_architecture_is_refused_before_anything_is_built()
    {
        Assert.SkipWhen(ChildProcess.Find("umoci") is null, "umoci is not installed (on Debian: apt-get install umoci)");
        var layout = await image.CreateBase("other", "arm64");

        var (code, printed) = await image.RunBuilder(layout, "--runtime", "linux-x64");

        Assert.Equal(1, code);
        Assert.Contains("is for arm64; an image for linux-x64 needs a base for amd64", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("pmcrm.dll", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://github.com/owner/name.git", "https://github.com/owner/name")]
    [InlineData("https://user:planted-value-1@github.com/owner/name", "https://github.com/owner/name")]
    [InlineData("git@github.com:owner/name.git", "https://github.com/owner/name")]
    [InlineData("ssh://git@github.com/owner/name.git", "https://github.com/owner/name")]
    [InlineData("/srv/repositories/name", null)]
    [InlineData(null, null)]
    public void The_source_label_is_a_URL_without_credentials(string? remote, string? label) => Assert.Equal(label, Source.Web(remote));

    private async Task<string> MigratedDatabase()
    {
        var database = await servers.CreateDatabase(migrated: false);
        await using var source = DataSource.Create(PostgresUrl.Parse(database));
        await new Migrator(source, Migration.All, NullLogger.Instance).Up(null, CancellationToken.None);
        return database;
    }

    /// <summary>Values that only the cluster has, and a free port, since the container shares this machine's network.</summary>
    private Dictionary<string, string?> Values(string database, int port)
    {
        var values = TestEnvironment.Variables(database, servers.Redis.Url);
        values.Remove(AppVariables.LogLevel);
        values[AppVariables.DirectUrl] = database;
        values[AppVariables.DatadogAgentHost] = "127.0.0.1";
        values[AppVariables.Port] = port.ToString(CultureInfo.InvariantCulture);
        return values;
    }

    /// <summary>The pod of the production backend.</summary>
    private static async Task<DeployedPod> DeployedPod() =>
        (await ProductionPlan.Read(typeof(ImageTests).Assembly, Repository.Root)).Pod("backend");
}
