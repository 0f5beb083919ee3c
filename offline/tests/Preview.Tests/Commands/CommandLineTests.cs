using System.Text.Json;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Commands;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Standard_output_has_data_only()
    {
        using var project = new SampleProject("logs-warning", "shop:token: blue");

        var result = await project.RunAsync("show", "--format", "json");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        using var plan = JsonDocument.Parse(result.Output);
        Assert.Equal("the token blue is old", plan.RootElement.GetProperty("diagnostics")[0].GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("show")]
    [InlineData("shwo", "staging")]
    [InlineData("show", "staging", "--formt", "json")]
    [InlineData("show", "staging", "--format", "xml")]
    [InlineData("show", "staging", "--timeout", "soon")]
    [InlineData("show", "staging", "--timeout", "-1")]
    [InlineData("show", "staging", "--project", "/no/such/folder")]
    public async Task Wrong_use_exits_with_2_and_says_why(params string[] arguments)
    {
        var result = await PreviewCli.RunAsync(arguments);

        Assert.Equal((ExitCodes.UsedWrongly, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("error: ", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("show", "--help")]
    [InlineData("diff", "--help")]
    [InlineData("output", "--help")]
    [InlineData("trace", "--help")]
    public async Task Every_command_has_help(params string[] arguments)
    {
        var result = await PreviewCli.RunAsync(arguments);

        Assert.Equal((ExitCodes.Fine, ""), (result.ExitCode, result.Errors));
        Assert.Contains("Usage:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_fails_exits_with_3_and_leaves_no_file()
    {
        using var project = new SampleProject("throws");
        var file = Path.Combine(project.Root, "plan.json");

        var result = await project.RunAsync("show", "--format", "json", "--out", file);

        Assert.Equal((ExitCodes.ProgramFailed, ""), (result.ExitCode, result.Output));
        Assert.Contains("the orchard is closed", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        Assert.Equal(["Pulumi.staging.yaml", "Pulumi.yaml"], Directory.EnumerateFiles(project.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_file_is_replaced_atomically()
    {
        using var project = new SampleProject("config", "shop:value: blue");
        var file = Path.Combine(project.Root, "plan.txt");
        await File.WriteAllTextAsync(file, new string('x', 100_000), TestContext.Current.CancellationToken);

        var result = await project.RunAsync("show", "--out", file);

        Assert.Equal((ExitCodes.Fine, ""), (result.ExitCode, result.Output));
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.StartsWith("shop / staging", text, StringComparison.Ordinal);
        Assert.DoesNotContain("x", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_named()
    {
        using var project = new SampleProject("config", "shop:value: blue");

        var result = await project.RunAsync("show", "--out", Path.Combine(project.Root, "no", "such", "folder"));

        Assert.Equal(ExitCodes.UsedWrongly, result.ExitCode);
        Assert.StartsWith("error: cannot write '", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hanging_program_is_stopped_after_the_given_seconds()
    {
        using var project = new SampleProject("hangs");

        var result = await project.RunAsync("show", "--timeout", "10");

        Assert.Equal(ExitCodes.ProgramFailed, result.ExitCode);
        Assert.Contains("did not finish within 10 s and was stopped", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("markdown")]
    [InlineData("json")]
    public async Task The_same_plan_gives_the_same_output(string format)
    {
        using var project = new SampleProject("shop");

        var first = await project.RunAsync("show", "--format", format);
        var second = await project.RunAsync("show", "--format", format);

        Assert.Equal(ExitCodes.Fine, first.ExitCode);
        Assert.Equal(first.Output, second.Output);
    }
}
