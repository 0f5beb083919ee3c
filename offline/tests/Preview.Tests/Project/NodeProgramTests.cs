using PmCrm.LocalServers;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Project;

/// <summary>Programs for Node, run by the SDK of npm in the version of offline/tests/Samples/Node.</summary>
public sealed class NodeProgramTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public async Task A_program_in_TypeScript_is_previewed_with_placeholders_for_types_of_no_table()
    {
        var result = await PreviewCli.RunAsync("show", "dev", "--project", await ProjectAsync());

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("node-sample / dev   3 resources to create", result.Output, StringComparison.Ordinal);
        Assert.Contains("size 2", result.Output, StringComparison.Ordinal);
        Assert.Contains("beside <table.?>, plain <table.id>", result.Output, StringComparison.Ordinal);
        Assert.Contains("the function 'acme:index:getZones' is not in the table", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Placeholders_name_their_origins_and_are_unknown_with_the_option_unknowns()
    {
        var project = await ProjectAsync();

        var simulated = await PreviewCli.RunAsync("show", "dev", "--project", project, "--format", "json");
        var unknown = await PreviewCli.RunAsync("show", "dev", "--project", project, "--format", "json", "--unknowns");

        Assert.Contains("\"beside\": \"<table.?>\"", simulated.Output, StringComparison.Ordinal);
        Assert.Contains("\"zone\": \"<getZones.names[0]>\"", simulated.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("<table.?>", unknown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_throws_is_reported_with_what_it_had_registered()
    {
        var project = await ProjectAsync();
        folder.Write("Pulumi.broken.yaml", "config:\n  node-sample:token: open\n  node-sample:fail: true\n");
        var page = Path.Combine(folder.Root, "report.html");

        var result = await PreviewCli.RunAsync("report", "broken", "--project", project, "--out", page);

        Assert.Equal(ExitCodes.ProgramFailed, result.ExitCode);
        Assert.Contains("the floor is wet", result.Errors, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.Contains("the floor is wet", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Node_it_says_which_program_is_missing_and_what_installs_it()
    {
        folder.Write("Pulumi.yaml", "name: app\nruntime: nodejs\n");
        folder.Write("Pulumi.dev.yaml", "config: {}\n");

        var result = await PreviewCli.RunAsync(
            new Dictionary<string, string> { ["PATH"] = folder.Root },
            "show",
            "dev",
            "--project",
            folder.Root
        );

        Assert.Equal(ExitCodes.UsedWrongly, result.ExitCode);
        Assert.Contains("runtime 'nodejs': there is no 'node' in the path; install Node.js", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_packages_it_says_how_to_install_them()
    {
        Assert.SkipUnless(NpmPackages.IsPossible, "npm is not installed");
        folder.Write("Pulumi.yaml", "name: app\nruntime: nodejs\n");
        folder.Write("Pulumi.dev.yaml", "config: {}\n");

        var result = await PreviewCli.RunAsync("show", "dev", "--project", folder.Root);

        Assert.Equal(ExitCodes.UsedWrongly, result.ExitCode);
        Assert.Contains("run npm install (or npm ci) there", result.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    // The program in a folder of its own, with the packages that all tests share.
    private async Task<string> ProjectAsync()
    {
        Assert.SkipUnless(NpmPackages.IsPossible, "npm is not installed");
        var source = Path.Combine(Built.Repository, "offline", "tests", "Samples", "Node");
        var packages = await NpmPackages.Install(source, Path.Combine(Built.Repository, "artifacts", "node-sample"));
        foreach (var name in new[] { "Pulumi.yaml", "Pulumi.dev.yaml", "package.json", "index.ts" })
            File.Copy(Path.Combine(source, name), Path.Combine(folder.Root, name));
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "node_modules"), packages);
        return folder.Root;
    }
}
