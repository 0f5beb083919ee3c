using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Commands;

/// <summary>
/// Objects of many levels, as custom resource definitions have them: pulumi/pulumi#4224, pulumi/pulumi-dotnet#628. Readers of protobuf
/// messages and of JSON have limits of their own.
/// </summary>
public sealed class DeepValueTests
{
    [Theory]
    [InlineData("show")]
    [InlineData("show", "--format", "json")]
    [InlineData("show", "--format", "markdown")]
    [InlineData("manifests")]
    [InlineData("trace")]
    [InlineData("report")]
    [InlineData("graph")]
    [InlineData("cost")]
    [InlineData("compare", "production")]
    public async Task Every_command_handles_an_object_of_two_hundred_levels(string verb, params string[] options)
    {
        using var project = new SampleProject("deep");
        await File.WriteAllTextAsync(
            Path.Combine(project.Root, "Pulumi.production.yaml"),
            "config:\n  shop:scenario: deep\n  shop:innermost: changed\n",
            TestContext.Current.CancellationToken
        );

        var result = await project.RunAsync(verb, options);

        Assert.True(result.ExitCode == ExitCodes.Fine, result.All[..Math.Min(2000, result.All.Length)]);
    }

    [Fact]
    public async Task Output_prints_an_object_of_two_hundred_levels()
    {
        using var project = new SampleProject("deep");

        var result = await project.RunAsync("output", "schema");

        Assert.True(result.ExitCode == ExitCodes.Fine, result.All);
        Assert.Contains("the innermost", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_of_more_levels_than_the_official_SDK_reads_is_refused()
    {
        using var project = new SampleProject("deep", "shop:levels: 400");

        var result = await project.RunAsync("show");

        Assert.Equal(ExitCodes.ProgramFailed, result.ExitCode);
        Assert.Contains("a value has more than 332 levels", result.All, StringComparison.Ordinal);
        Assert.DoesNotContain("the preview engine failed", result.All, StringComparison.Ordinal);
    }
}
