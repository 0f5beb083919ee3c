using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using PmCrm.LocalServers;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>
/// The image for both processors as `make image` builds it, on a minimal Debian, unpacked: built when the first test asks for it.
/// </summary>
public sealed class BuiltImage(PublishedApp published) : IDisposable
{
    private const string Debian = "bookworm";

    /// <summary>What the .NET SDK's targets print when the native compiler runs.</summary>
    private const string NativeCompilation = "Generating native code";

    private const string BasePackages = "base-files,ca-certificates,libc6,libssl3,tzdata,zlib1g";

    private static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(40);
    private static readonly string[] Tools =
    [
        "mmdebstrap",
        "umoci",
        "runc",
        Native == "arm64" ? "x86_64-linux-gnu-gcc" : "aarch64-linux-gnu-gcc",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("pmcrm-image-").FullName;
    private Task? built;

    /// <summary>The processors that it is for, as OCI names them; the first is the one of production's nodes.</summary>
    public static IReadOnlyList<string> Architectures { get; } = ["amd64", "arm64"];

    /// <summary>This machine's processor, as OCI names it.</summary>
    public static string Native => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";

    private string Layout => Path.Combine(folder, "layout");

    public void Dispose()
    {
        // The base's files belong to root, as do these tests where they run at all.
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Builds it, once. Skips the test where that is not possible.</summary>
    public async Task Build()
    {
        Assert.SkipWhen(PublishedApp.Missing is not null, PublishedApp.Missing ?? "");
        var missing = Tools.Where(tool => ChildProcess.Find(tool, "/usr/sbin", "/sbin") is null).ToList();
        Assert.SkipWhen(missing.Count > 0, $"Not installed: {string.Join(", ", missing)}; eng/prerequisites, as root, installs them");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may unpack and run an image here");
        await (built ??= BuildOnce());
    }

    /// <summary>The manifest and the configuration for a processor.</summary>
    public (JsonNode Manifest, JsonNode Configuration) Image(string architecture)
    {
        var manifest = Blob(Descriptor(architecture));
        return (manifest, Blob(manifest["config"]!));
    }

    /// <summary>The folder of the OCI runtime bundle for a processor: config.json, and the unpacked files in rootfs.</summary>
    public string Bundle(string architecture) => Path.Combine(folder, "bundle-" + architecture);

    /// <summary>Runs the image builder on a base.</summary>
    public static Task<(int ExitCode, string Printed)> RunBuilder(string containerBase, params string[] arguments) =>
        ChildProcess.Run(
            "dotnet",
            [typeof(PmCrm.Image.Source).Assembly.Location, .. arguments],
            new Dictionary<string, string?> { ["CONTAINER_BASE"] = containerBase, ["MSBUILDDISABLENODEREUSE"] = "1" },
            BuildTimeout
        );

    /// <summary>An OCI layout with a base for each of the processors.</summary>
    public async Task<string> CreateBase(string name, params IEnumerable<string> architectures)
    {
        var layout = Path.Combine(folder, name);
        await ChildProcess.MustRun("umoci", "init", "--layout", layout);
        foreach (var architecture in architectures)
        {
            var image = $"{layout}:{architecture}";
            await ChildProcess.MustRun("umoci", "new", "--image", image);
            await ChildProcess.MustRun("umoci", "config", "--image", image, "--architecture", architecture, "--os", "linux");
        }
        return layout;
    }

    private async Task BuildOnce()
    {
        // One publish after the other: both compile in the project's one folder of intermediate files.
        await published.Binary();
        var layout = await CreateBase("base", Architectures);
        foreach (var architecture in Architectures)
        {
            var root = Path.Combine(folder, "root-" + architecture);
            await Unpack(architecture, root);
            await ChildProcess.MustRun("umoci", "insert", "--image", $"{layout}:{architecture}", root, "/");
        }
        await ChildProcess.MustRun("umoci", "gc", "--layout", layout);
        NamePlatforms(Path.Combine(layout, "index.json"));

        var (code, printed) = await RunBuilder(layout, "--out", folder);
        Assert.True(code == 0, printed);
        // The native compiler takes minutes: for this machine's processor the image takes the binary that is published already.
        var compiled = printed.Split(NativeCompilation).Length - 1;
        Assert.True(compiled < Architectures.Count, $"The native compiler ran {compiled} times:\n{printed}");
        Directory.CreateDirectory(Layout);
        await ChildProcess.MustRun("tar", "-xf", printed.Trim().Split('\n')[^1], "-C", Layout);
        foreach (var architecture in Architectures)
            await UnpackImage(architecture);
    }

    /// <summary>Debian's files for a processor, as they are: nothing of them runs, so that it may be another than this machine's.</summary>
    private static async Task Unpack(string architecture, string root)
    {
        var (_, mirror) = await ChildProcess.Run(Path.Combine(Repository.Root, "eng", "debian-mirror"), []);
        string[] source = mirror.Trim() is { Length: > 0 } named ? [named] : [];
        var (code, printed) = await ChildProcess.Run(
            "mmdebstrap",
            ["--quiet", "--variant=extract", $"--architectures={architecture}", $"--include={BasePackages}", Debian, root, .. source],
            limit: BuildTimeout
        );
        Assert.True(code == 0, printed);
    }

    /// <summary>umoci leaves out of the index what tells one platform's image from the other's.</summary>
    private static void NamePlatforms(string file)
    {
        var index = JsonNode.Parse(File.ReadAllText(file))!;
        foreach (var manifest in index["manifests"]!.AsArray())
        {
            var name = manifest!["annotations"]!["org.opencontainers.image.ref.name"]!.GetValue<string>();
            manifest["platform"] = new JsonObject { ["architecture"] = name, ["os"] = "linux" };
        }
        File.WriteAllText(file, index.ToJsonString());
    }

    /// <summary>umoci unpacks what a layout's index names: the image for one processor gets an index with a name of its own.</summary>
    private async Task UnpackImage(string architecture)
    {
        var single = Path.Combine(folder, "layout-" + architecture);
        Directory.CreateDirectory(single);
        Directory.CreateSymbolicLink(Path.Combine(single, "blobs"), Path.Combine(Layout, "blobs"));
        File.Copy(Path.Combine(Layout, "oci-layout"), Path.Combine(single, "oci-layout"));
        var descriptor = Descriptor(architecture).DeepClone();
        descriptor["annotations"] = new JsonObject { ["org.opencontainers.image.ref.name"] = architecture };
        var index = new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(descriptor) };
        await File.WriteAllTextAsync(Path.Combine(single, "index.json"), index.ToJsonString());
        await ChildProcess.MustRun("umoci", "unpack", "--image", $"{single}:{architecture}", Bundle(architecture));
    }

    /// <summary>What the one image's index says of a processor.</summary>
    private JsonNode Descriptor(string architecture) =>
        Assert.Single(Blob(Assert.Single(Document("index.json")["manifests"]!.AsArray())!)["manifests"]!.AsArray(), descriptor =>
            descriptor!["platform"]!["architecture"]!.GetValue<string>() == architecture
        )!;

    private JsonNode Document(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Layout, name)))!;

    private JsonNode Blob(JsonNode descriptor) => Document("blobs/" + descriptor["digest"]!.GetValue<string>().Replace(':', '/'));
}
