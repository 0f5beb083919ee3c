using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Commands;

/// <summary>Secrets are planted in every possible source. No verb, format or error may show them.</summary>
public sealed class PlantedSecretTests
{
    private const string Planted = "planted-value-1";

    // "planted-value-1" in base64: an encoded secret is still a secret.
    private const string PlantedInBase64 = "cGxhbnRlZC12YWx1ZS0x";

    public static TheoryData<string, string> Outputs { get; } =
        new(
            from output in new[]
            {
                "show --format text",
                "show --format json",
                "show --format markdown",
                "show --unknowns --format json",
                "trace",
                "report",
            }
            from scenario in new[] { "shop", "leaks", "logs-warning", "chatty-secret" }
            select (output, scenario)
        );

    public static TheoryData<string> Failures { get; } = ["throws", "logs-error", "throws-secret", "crashes-secret"];

    [Theory]
    [MemberData(nameof(Outputs))]
    public async Task No_output_shows_a_secret(string output, string scenario)
    {
        using var project = ProjectFor(scenario);
        var words = output.Split(' ');

        var result = await project.RunAsync(words[0], words[1..]);

        Assert.Equal(0, result.ExitCode);
        AssertClean(result);
        Assert.Contains("[secret]", result.All, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task No_error_shows_a_secret(string scenario)
    {
        using var project = ProjectFor(scenario);

        var result = await project.RunAsync("show", "--verbose");

        Assert.Equal(ExitCodes.ProgramFailed, result.ExitCode);
        AssertClean(result);
        Assert.Contains("[secret]", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mermaid")]
    [InlineData("svg")]
    public async Task No_drawing_shows_a_secret(string format)
    {
        using var project = ProjectFor("leaks");

        var result = await project.RunAsync("graph", "--format", format);

        Assert.Equal(0, result.ExitCode);
        AssertClean(result);
    }

    [Fact]
    public async Task No_complaint_about_configuration_shows_a_ciphertext()
    {
        using var project = new SampleProject("config", "shop:value:", "  secure: v1:planted-value-1", "shop:value:", "  secure: x");

        var result = await project.RunAsync("show");

        Assert.Equal(ExitCodes.UsedWrongly, result.ExitCode);
        AssertClean(result);
    }

    // These scenarios use a secret from the configuration; the others plant it themselves.
    private static SampleProject ProjectFor(string scenario) =>
        scenario is "throws" or "logs-error" or "logs-warning"
            ? new SampleProject(scenario, "shop:token:", "  secure: v1:abc")
            : new SampleProject(scenario);

    private static void AssertClean(CliResult result)
    {
        Assert.DoesNotContain("SecretShopToken", result.All, StringComparison.Ordinal);
        Assert.DoesNotContain(Planted, result.All, StringComparison.Ordinal);
        Assert.DoesNotContain(PlantedInBase64, result.All, StringComparison.Ordinal);
    }
}
