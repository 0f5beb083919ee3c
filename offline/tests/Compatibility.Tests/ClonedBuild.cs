using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using PmCrm.Preview;

namespace PmCrm.Compatibility.Tests;

/// <summary>
/// A copy of the files that a build of `infra` reads, in a folder of its own, with a NuGet feed and a package folder that start empty. The
/// SDK mode is stored per clone, so a test of it must not write into the clone that it runs from.
/// </summary>
internal sealed class ClonedBuild : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private readonly string root = Directory.CreateTempSubdirectory("clone").FullName;

    public ClonedBuild()
    {
        foreach (var file in Directory.EnumerateFiles(RepositoryRoot.Folder))
            Copy(file);
        foreach (var folder in new[] { "contract", "eng", "infra", "offline/sdk", "sdks", "Stacks", "Components" })
        {
            var source = Path.Combine(RepositoryRoot.Folder, folder);
            foreach (var file in Directory.Exists(source) ? Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories) : [])
                Copy(file);
        }
        Directory.CreateDirectory(Feed);
    }

    public static IReadOnlyList<string> Packages { get; } =
    ["Pulumi", "Pulumi.Gcp", "Pulumi.Kubernetes", "Pulumi.Random", "Pulumi.Cloudflare", "Pulumiverse.Vercel"];

    /// <summary>Other packages that Components references, in both modes.</summary>
    public static IReadOnlyList<string> OtherPackages { get; } = ["YamlDotNet"];

    private string Feed => Path.Combine(root, "artifacts", "feed");

    public void Dispose() => Directory.Delete(root, recursive: true);

    /// <summary>Puts empty packages with the pinned versions into the feed.</summary>
    public void Serve(IEnumerable<string> packages)
    {
        foreach (var package in packages)
        {
            var version = PinnedVersion(package);
            using var archive = ZipFile.Open(Path.Combine(Feed, $"{package}.{version}.nupkg"), ZipArchiveMode.Create);
            using var manifest = new StreamWriter(archive.CreateEntry($"{package}.nuspec").Open());
            manifest.Write(
                $"""
                <package><metadata>
                  <id>{package}</id><version>{version}</version><authors>test</authors><description>empty</description>
                </metadata></package>
                """
            );
        }
    }

    public void RemoveFeed() => Directory.Delete(Feed, recursive: true);

    /// <summary>Runs the command that `make` runs once per clone.</summary>
    public Task<(int ExitCode, string Output)> ChooseAsync(string? mode = null) =>
        RunAsync(Path.Combine(root, "eng", "choose-pulumi-sdk"), [], mode);

    public async Task<string> PropertyAsync(string property, string? mode = null)
    {
        var (exitCode, output) = await MSBuildAsync(mode, $"-getProperty:{property}");
        Assert.True(exitCode == 0, output);
        return output.Trim();
    }

    public Task<(int ExitCode, string Output)> MSBuildAsync(string? mode, string argument) =>
        RunAsync("dotnet", ["msbuild", Path.Combine("infra", "infra.csproj"), "-nologo", "-nodeReuse:false", argument], mode);

    public Task<(int ExitCode, string Output)> DotnetAsync(params string[] arguments) => RunAsync("dotnet", arguments, mode: null);

    private string PinnedVersion(string package)
    {
        XDocument Read(params string[] path) => XDocument.Load(Path.Combine([root, .. path]));
        var property = package.Replace(".", "", StringComparison.Ordinal) + "Version";
        return Read("eng", "Pulumi.Versions.props").Descendants().SingleOrDefault(element => element.Name.LocalName == property)?.Value
            ?? Read("Directory.Packages.props")
                .Descendants("PackageVersion")
                .Single(element => element.Attribute("Include")?.Value == package)
                .Attribute("Version")!
                .Value;
    }

    private void Copy(string file)
    {
        var target = Path.Combine(root, Path.GetRelativePath(RepositoryRoot.Folder, file));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(file, target);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string program, IEnumerable<string> arguments, string? mode)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = root };
        // The build must see only the folders of the test, not the SDK mode or the additional feed of this test run.
        start.Environment.Remove("PulumiSdk");
        start.Environment.Remove("RestoreAdditionalProjectSources");
        start.Environment["NUGET_PACKAGES"] = Path.Combine(root, "artifacts", "packages");
        start.Environment["RestoreSources"] = Feed;
        if (mode is not null)
            start.Environment["PulumiSdk"] = mode;
        using var limit = new CancellationTokenSource(Timeout);
        var result = await ChildProcess.RunAsync(start, line: null, limit.Token);
        return (result.ExitCode, result.Output + result.Errors);
    }
}
