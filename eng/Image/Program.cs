using System.Diagnostics;
using PmCrm.Image;

// Builds the backend's image with the .NET SDK's container support and prints the path of the OCI archive.
const string Usage = """
    Image [--runtime linux-x64|linux-arm64] [--out FOLDER]

    The base image is CONTAINER_BASE: unset, the chiseled base that App.csproj names, from its registry; a name like registry/image:tag;
    or a folder with an OCI layout (index.json, blobs/), for where no registry can be reached.
    """;

var runtime = "linux-x64";
var root = FindRoot(Directory.GetCurrentDirectory());
var folder = Path.Combine(root, "artifacts", "image");
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--runtime" when i + 1 < args.Length && args[i + 1] is "linux-x64" or "linux-arm64": runtime = args[++i]; break;
        case "--out" when i + 1 < args.Length: folder = Path.GetFullPath(args[++i]); break;
        case "--help":
            Console.WriteLine(Usage);
            return 0;
        default:
            Console.Error.WriteLine($"Not understood: {args[i]}\n\n{Usage}");
            return 2;
    }
}

Directory.CreateDirectory(folder);
var archive = Path.Combine(folder, $"pmcrm-backend-{runtime}.tar");
var billOfMaterials = Path.Combine(folder, $"pmcrm-backend-{runtime}.cdx.json");
File.Delete(archive);
var app = Path.Combine(root, "app", "App.csproj");
if (await Dotnet("restore", app, "-r", runtime) is not 0 and var refused) return refused;
BillOfMaterials.Write(await Property(app, "ProjectAssetsFile"), runtime, billOfMaterials);

var containerBase = Environment.GetEnvironmentVariable("CONTAINER_BASE");
await using var registry = Directory.Exists(containerBase) ? LayoutRegistry.Serve(containerBase) : null;
var baseImage = registry?.Image ?? containerBase;
string[] publish =
[
    "publish", app, "--nologo", "-c", "Release", "-r", runtime, "-t:PublishContainer",
    "-p:OpenApiGenerateDocuments=false", "-p:ContainerImageFormat=OCI", $"-p:ContainerArchiveOutputPath={archive}", $"-p:BillOfMaterials={billOfMaterials}",
    .. baseImage is { Length: > 0 } ? [$"-p:ContainerBaseImage={baseImage}"] : Array.Empty<string>(),
];
if (await Dotnet(publish) is not 0 and var failed) return failed;
Console.WriteLine(archive);
return 0;

static async Task<int> Dotnet(params string[] arguments)
{
    // What the build prints is not our answer.
    using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
    process.OutputDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
    process.BeginOutputReadLine();
    await process.WaitForExitAsync();
    return process.ExitCode;
}

static async Task<string> Property(string project, string name)
{
    using var process = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", project, $"-getProperty:{name}"]) { RedirectStandardOutput = true })!;
    var value = await process.StandardOutput.ReadToEndAsync();
    await process.WaitForExitAsync();
    return value.Trim();
}

static string FindRoot(string folder) =>
    File.Exists(Path.Combine(folder, "Infra.sln"))
        ? folder
        : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run this inside the repository."));
