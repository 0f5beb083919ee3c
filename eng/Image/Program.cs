using System.Diagnostics;
using System.Globalization;

namespace PmCrm.Image;

/// <summary>Builds the backend's image with the .NET SDK's container support and prints the path of the OCI archive.</summary>
internal static class Program
{
    private const string Usage = """
        Image [--runtime linux-x64|linux-arm64] [--out FOLDER]

        Without --runtime, one image for both processors. The binary for the one that this machine does not have needs the cross
        compiler that eng/prerequisites installs.

        The base image is CONTAINER_BASE: unset, the chiseled base that App.csproj names, from its registry; a name like registry/image:tag;
        or a folder with an OCI layout (index.json, blobs/), for where no registry can be reached.
        """;

    /// <summary>The supported runtime identifiers, with OCI's names of their architectures.</summary>
    private static readonly IReadOnlyDictionary<string, string> Architectures = new Dictionary<string, string>
    {
        ["linux-x64"] = "amd64",
        ["linux-arm64"] = "arm64",
    };

    public static async Task<int> Main(string[] args)
    {
        IEnumerable<string> runtimes = Architectures.Keys;
        var root = RepositoryRoot.Folder;
        var folder = Path.Combine(root, "artifacts", "image");
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--runtime" when i + 1 < args.Length && Architectures.ContainsKey(args[i + 1]):
                    runtimes = [args[++i]];
                    break;
                case "--out" when i + 1 < args.Length:
                    folder = Path.GetFullPath(args[++i]);
                    break;
                case "--help":
                    Console.WriteLine(Usage);
                    return 0;
                default:
                    Console.Error.WriteLine($"Not understood: {string.Join(' ', args[i..])}\n\n{Usage}");
                    return 2;
            }
        }

        Directory.CreateDirectory(folder);
        var source = await Source.Read(root);
        var containerBase = Environment.GetEnvironmentVariable("CONTAINER_BASE");
        await using var registry = Directory.Exists(containerBase) ? LayoutRegistry.Serve(containerBase) : null;
        foreach (var runtime in runtimes)
            if (registry is not null && !registry.Architectures.Contains(Architectures[runtime]))
                return Refuse(containerBase, registry.Architectures, runtime);
        var app = Path.Combine(root, "app", "App.csproj");
        var platforms = new List<OciArchive>();
        var archive = "";
        foreach (var runtime in runtimes)
        {
            archive = Path.Combine(folder, $"pmcrm-backend-{runtime}.tar");
            if (await Build(runtime, app, archive, source, registry, containerBase) is not { } platform)
                return 1;
            platforms.Add(platform);
        }
        if (platforms.Count > 1)
        {
            archive = Path.Combine(folder, "pmcrm-backend.tar");
            OciArchive.Merge(platforms, archive);
        }
        Console.WriteLine(archive);
        return 0;
    }

    /// <summary>Runs a program and returns its output.</summary>
    internal static async Task<(int ExitCode, string Answer)> Ask(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var answer = await process.StandardOutput.ReadToEndAsync();
        await Task.WhenAll(process.WaitForExitAsync(), errors);
        return (process.ExitCode, answer.Trim());
    }

    private static async Task<OciArchive?> Build(
        string runtime,
        string app,
        string archive,
        Source source,
        LayoutRegistry? registry,
        string? containerBase
    )
    {
        var billOfMaterials = Path.ChangeExtension(archive, ".cdx.json");
        File.Delete(archive);
        // Uses the published configuration, because packages for development are in no image. With the properties that `publish -r` passes:
        // another restore would make the native compiler run again for an existing binary.
        string[] properties = [$"-p:RuntimeIdentifier={runtime}", "-p:Configuration=Release"];
        if (await Dotnet(["msbuild", app, "-nologo", "-t:Restore", "-p:_IsPublishing=true", .. properties]) != 0)
            return null;
        BillOfMaterials.Write(
            (await Ask("dotnet", ["msbuild", app, "-getProperty:ProjectAssetsFile"])).Answer,
            runtime,
            source.Version,
            billOfMaterials
        );
        var published = await Dotnet([
            "publish",
            app,
            "--nologo",
            "--no-restore",
            "-c",
            "Release",
            "-r",
            runtime,
            "-t:PublishContainer",
            "-p:OpenApiGenerateDocuments=false",
            "-p:ContainerImageFormat=OCI",
            $"-p:ContainerArchiveOutputPath={archive}",
            $"-p:BillOfMaterials={billOfMaterials}",
            $"-p:ContainerVersion={source.Version}",
            $"-p:ContainerRevision={source.Revision}",
            $"-p:ContainerSource={source.Repository}",
            // The name of a base that is served locally during the build must not get into the image.
            .. registry is not null ? [$"-p:ContainerBaseImage={registry.Image}", "-p:ContainerGenerateLabelsImageBaseName=false"]
            : containerBase is { Length: > 0 } ? [$"-p:ContainerBaseImage={containerBase}"]
            : Array.Empty<string>(),
        ]);
        if (published != 0)
            return null;

        var image = OciArchive.Read(archive);
        if (image.Architecture != Architectures[runtime])
        {
            File.Delete(archive);
            Refuse(containerBase, [image.Architecture], runtime);
            return null;
        }
        Console.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{runtime}: {Megabytes(image.LayerSizes.Sum())} compressed, {Megabytes(image.LayerSizes[^1])} of it on top of the base"
            )
        );
        return image;
    }

    private static int Refuse(string? containerBase, IEnumerable<string> architectures, string runtime)
    {
        var offered = string.Join(" and ", architectures);
        Console.Error.WriteLine(
            $"CONTAINER_BASE {containerBase} is for {offered}; an image for {runtime} needs a base for {Architectures[runtime]}."
        );
        return 1;
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    private static async Task<int> Dotnet(params string[] arguments)
    {
        // The build's output must not get into this program's output.
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
