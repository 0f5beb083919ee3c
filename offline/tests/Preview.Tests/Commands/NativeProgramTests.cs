using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Commands;

/// <summary>The native program behaves exactly as the JIT-compiled one.</summary>
public sealed class NativeProgramTests(NativePreview native)
{
    [Theory]
    [InlineData("show", "production")]
    [InlineData("show", "staging", "--format", "json")]
    [InlineData("show", "staging", "--format", "markdown", "--unknowns")]
    [InlineData("output", "production", "vercelConfig")]
    [InlineData("compare", "staging", "production")]
    [InlineData("show", "nowhere")]
    [InlineData("show", "staging", "--timeout", "soon")]
    [InlineData("--help")]
    public async Task A_command_on_this_project_has_the_same_output_and_exit_code(params string[] arguments) =>
        await CompareAsync(arguments is ["--help"] ? arguments : [.. arguments, "--no-build", "--project", Built.Repository]);

    [Theory]
    [InlineData("shop")]
    [InlineData("leaks")]
    [InlineData("throws")]
    [InlineData("duplicate")]
    [InlineData("logs-error")]
    [InlineData("logs-warning")]
    public async Task A_sample_has_the_same_output_and_exit_code(string scenario)
    {
        using var project = new SampleProject(scenario);
        await CompareAsync("show", SampleProject.Stack, "--project", project.Root, "--no-build");
    }

    private async Task CompareAsync(params string[] arguments)
    {
        var path = await native.PathAsync();
        var compiled = await PreviewCli.RunAsync(arguments);
        var itself = await PreviewCli.RunNativeAsync(path, arguments);
        Assert.Equal(compiled, itself);
    }
}
