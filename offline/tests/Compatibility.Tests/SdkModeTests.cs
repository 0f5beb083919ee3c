using System.Diagnostics;
using System.Xml.Linq;
using PmCrm.Compatibility.Tests.Recording;

namespace PmCrm.Compatibility.Tests;

/// <summary>Which SDK a build takes, and that nothing but the build knows.</summary>
public sealed class SdkModeTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly string[] Packages =
        ["Pulumi", "Pulumi.Gcp", "Pulumi.Kubernetes", "Pulumi.Random", "Pulumi.Cloudflare", "Pulumiverse.Vercel"];

    private readonly string packageFolder = Directory.CreateTempSubdirectory("packages").FullName;

    public void Dispose() => Directory.Delete(packageFolder, recursive: true);

    [Fact]
    public async Task Unset_it_is_official_where_every_pinned_package_is_in_the_package_folder()
    {
        Hold(Packages);

        Assert.Equal("official", await PropertyAsync("PulumiSdk"));
    }

    [Fact]
    public async Task Unset_it_is_the_stand_in_where_a_pinned_package_is_missing()
    {
        Hold(Packages.Skip(1));

        Assert.Equal("standin", await PropertyAsync("PulumiSdk"));
    }

    [Theory]
    [InlineData("official")]
    [InlineData("standin")]
    public async Task Set_it_is_what_was_said_and_has_a_folder_of_its_own(string mode)
    {
        foreach (var (property, folder) in new[] { ("BaseOutputPath", "bin"), ("BaseIntermediateOutputPath", "obj") })
        {
            var path = (await PropertyAsync(property, mode)).Replace('\\', '/');
            Assert.EndsWith($"/artifacts/{mode}/{folder}/infra/", path, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Restore")]
    [InlineData("Build")]
    public async Task Anything_else_is_an_error_that_says_what_is_accepted(string target)
    {
        var (exitCode, output) = await MSBuildAsync("offical", $"-target:{target}");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("PulumiSdk is 'offical'; accepted: official, standin.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_solution_that_both_modes_build_has_every_project()
    {
        var solution = File.ReadAllText(Path.Combine(BuildFacts.RepositoryRoot, "Infra.sln")).Replace('\\', '/');
        var projects = Directory.EnumerateFiles(BuildFacts.RepositoryRoot, "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(BuildFacts.RepositoryRoot, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("artifacts/", StringComparison.Ordinal));

        // These two name packages that cannot be restored everywhere, which is what they are for: to try it once.
        var missing = projects.Where(file => !solution.Contains($"\"{file}\"", StringComparison.Ordinal));
        Assert.Empty(missing.Except(["eng/official/official.csproj", "eng/compiler/compiler.csproj"]));
    }

    [Theory]
    [InlineData("infra")]
    [InlineData("Stacks")]
    [InlineData("Components")]
    public void The_program_is_one_source_without_conditions(string folder)
    {
        var conditional = Directory.EnumerateFiles(Path.Combine(BuildFacts.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadLines(file).Any(line => line.TrimStart().StartsWith("#if", StringComparison.Ordinal)));

        Assert.Empty(conditional);
    }

    /// <summary>Puts packages into the folder, in the pinned versions, as far as the build looks at them.</summary>
    private void Hold(IEnumerable<string> packages)
    {
        var versions = XDocument.Load(Path.Combine(BuildFacts.RepositoryRoot, "eng", "Pulumi.Versions.props")).Descendants();
        foreach (var package in packages)
        {
            var property = package.Replace(".", "", StringComparison.Ordinal) + "Version";
            var version = versions.Single(element => element.Name.LocalName == property).Value;
            var name = package.ToLowerInvariant();
            var folder = Directory.CreateDirectory(Path.Combine(packageFolder, name, version)).FullName;
            File.WriteAllText(Path.Combine(folder, name + ".nuspec"), "<package />");
        }
    }

    private async Task<string> PropertyAsync(string property, string? mode = null)
    {
        var (exitCode, output) = await MSBuildAsync(mode, $"-getProperty:{property}");
        Assert.True(exitCode == 0, output);
        return output.Trim();
    }

    private async Task<(int ExitCode, string Output)> MSBuildAsync(string? mode, string argument)
    {
        var project = Path.Combine(BuildFacts.RepositoryRoot, "infra", "infra.csproj");
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-nologo", "-nodeReuse:false", argument])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Whatever this test run was built with, the folder of the test is all that the build sees.
        start.Environment.Remove("PulumiSdk");
        start.Environment["NUGET_PACKAGES"] = packageFolder;
        if (mode is not null)
            start.Environment["PulumiSdk"] = mode;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return (process.ExitCode, await output + await errors);
    }
}
