using System.Diagnostics;
using PmCrm.Preview.Project;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Commands;

/// <summary>The tool as users get it: packed, installed from a folder, run on a project outside this repository.</summary>
public sealed class ToolPackageTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public async Task The_packed_tool_is_installed_from_a_folder_and_previews_an_empty_project()
    {
        var (packages, tools) = (Path.Combine(folder.Root, "packages"), Path.Combine(folder.Root, "tools"));
        await DotnetAsync(
            "pack",
            Path.Combine(Built.Repository, "offline/engine/preview.csproj"),
            "--no-build",
            "-c",
            "Debug",
            "-o",
            packages,
            "-nologo"
        );
        Assert.Equal(["PmCrm.Offline.0.1.0.nupkg"], Directory.GetFiles(packages).Select(Path.GetFileName));
        await DotnetAsync("tool", "install", "PmCrm.Offline", "--tool-path", tools, "--source", packages);
        using var project = new SampleProject("shop");

        var start = new ProcessStartInfo(Path.Combine(tools, "pulumi-offline"), ["show", SampleProject.Stack, "--no-build"])
        {
            WorkingDirectory = project.Root,
        };
        var result = await ChildProcess.RunAsync(start, line: null, TestContext.Current.CancellationToken);

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.StartsWith("shop / staging", result.Output, StringComparison.Ordinal);
        Assert.Contains("shop-db", result.Output, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private async Task DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(DotnetHost.Path, arguments) { WorkingDirectory = folder.Root };
        // A separate package folder: the tool must not come from this machine's cache.
        start.Environment["NUGET_PACKAGES"] = Path.Combine(folder.Root, "nuget");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["PulumiSdk"] = Built.PulumiSdk;
        if (arguments[0] == "pack")
            start.Environment.Remove("NUGET_PACKAGES");
        var result = await ChildProcess.RunAsync(start, line: null, TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
    }
}
