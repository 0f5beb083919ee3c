using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace PmCrm.LocalServers;

/// <summary>
/// The image of `make image`, unpacked. Its base is a minimal Debian, because no registry may be available. Only root can create it.
/// </summary>
/// <param name="builder">The built program of eng/Image.</param>
/// <param name="root">The folder of the repository.</param>
/// <param name="folder">The folder for the image.</param>
public sealed class MinimalImage(string builder, string root, string folder)
{
    private const string Debian = "bookworm";
    private const string BasePackages = "base-files,ca-certificates,libc6,libssl3,tzdata,zlib1g";

    private static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(40);

    /// <summary>This machine's architecture, with OCI's name.</summary>
    public static string Native => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";

    /// <summary>The programs that create it.</summary>
    public static IReadOnlyList<string> Tools { get; } = ["mmdebstrap", "umoci", "runc"];

    private string Layout => Path.Combine(folder, "layout");

    /// <summary>Why it cannot be created here, or null if it can.</summary>
    public static string? Missing(params IEnumerable<string> more)
    {
        var missing = Tools.Concat(more).Where(tool => ChildProcess.Find(tool, "/usr/sbin", "/sbin") is null).ToList();
        return missing.Count > 0 ? $"Not installed: {string.Join(", ", missing)}; eng/prerequisites, as root, installs them"
            : Environment.IsPrivilegedProcess ? null
            : "Only root may unpack and run an image here";
    }

    /// <summary>Builds and unpacks it.</summary>
    /// <param name="architectures">With OCI's names; the builder makes all of them if there is more than one.</param>
    /// <returns>The builder's output.</returns>
    public async Task<string> Build(IReadOnlyList<string> architectures)
    {
        var layout = await CreateBase("base", architectures);
        foreach (var architecture in architectures)
        {
            var unpacked = Path.Combine(folder, "root-" + architecture);
            await Unpack(architecture, unpacked);
            await ChildProcess.MustRun("umoci", "insert", "--image", $"{layout}:{architecture}", unpacked, "/");
        }
        await ChildProcess.MustRun("umoci", "gc", "--layout", layout);
        NamePlatforms(Path.Combine(layout, "index.json"));

        string[] runtime = architectures is [var only] ? ["--runtime", only == "arm64" ? "linux-arm64" : "linux-x64"] : [];
        var (code, printed) = await RunBuilder(layout, ["--out", folder, .. runtime]);
        if (code != 0)
            throw new InvalidOperationException($"The image could not be built:\n{printed}");
        Directory.CreateDirectory(Layout);
        await ChildProcess.MustRun("tar", "-xf", printed.Trim().Split('\n')[^1], "-C", Layout);
        foreach (var architecture in architectures)
            await UnpackImage(architecture);
        return printed;
    }

    /// <summary>Runs the image builder with a base.</summary>
    public Task<(int ExitCode, string Printed)> RunBuilder(string containerBase, params string[] arguments) =>
        ChildProcess.Run(
            "dotnet",
            [builder, .. arguments],
            new Dictionary<string, string?> { ["CONTAINER_BASE"] = containerBase, ["MSBUILDDISABLENODEREUSE"] = "1" },
            BuildTimeout
        );

    /// <summary>The manifest and the configuration for an architecture.</summary>
    public (JsonNode Manifest, JsonNode Configuration) Image(string architecture)
    {
        var manifest = Blob(Descriptor(architecture));
        return (manifest, Blob(manifest["config"]!));
    }

    /// <summary>The folder of the OCI runtime bundle for an architecture: config.json, and the unpacked files in rootfs.</summary>
    public string Bundle(string architecture) => Path.Combine(folder, "bundle-" + architecture);

    /// <summary>Creates an OCI layout with a base for each of the architectures.</summary>
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

    /// <summary>
    /// Unpacks Debian's files for an architecture unchanged. None of them is executed, so it can be another architecture than this
    /// machine's.
    /// </summary>
    private async Task Unpack(string architecture, string target)
    {
        var (_, mirror) = await ChildProcess.Run(Path.Combine(root, "eng", "debian-mirror"), []);
        string[] source = mirror.Trim() is { Length: > 0 } named ? [named] : [];
        var (code, printed) = await ChildProcess.Run(
            "mmdebstrap",
            ["--quiet", "--variant=extract", $"--architectures={architecture}", $"--include={BasePackages}", Debian, target, .. source],
            limit: BuildTimeout
        );
        if (code != 0)
            throw new InvalidOperationException($"The base could not be unpacked:\n{printed}");
    }

    /// <summary>Adds the platforms to the index, which umoci omits.</summary>
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

    /// <summary>
    /// umoci unpacks only images that a layout's index names, so the image for one architecture gets its own index with a name.
    /// </summary>
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

    /// <summary>The index's entry for an architecture: an image for several platforms contains an index of its own.</summary>
    private JsonNode Descriptor(string architecture)
    {
        var only = Document("index.json")["manifests"]!.AsArray().Single()!;
        var content = Blob(only);
        return content["manifests"] is not JsonArray platforms
            ? only
            : platforms.Single(descriptor => descriptor!["platform"]!["architecture"]!.GetValue<string>() == architecture)!;
    }

    private JsonNode Document(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Layout, name)))!;

    private JsonNode Blob(JsonNode descriptor) => Document("blobs/" + descriptor["digest"]!.GetValue<string>().Replace(':', '/'));
}
