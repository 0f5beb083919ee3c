using System.Text.Json;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Commands;

/// <summary>Dangerous texts in names, values and configuration are previewed without harm.</summary>
public sealed class InertOutputTests
{
    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("markdown")]
    public async Task Control_characters_of_names_types_keys_and_values_reach_no_output(string format)
    {
        using var project = new SampleProject("names", "\"shop:k\\ney\": v");

        var result = await project.RunAsync("show", "--format", format);

        Assert.True(result.ExitCode == ExitCodes.Fine, result.All);
        Assert.DoesNotContain(result.All, letter => char.IsControl(letter) && letter != '\n');
        // JSON is for programs, so it keeps characters other than control characters.
        Assert.True(format == "json" || !result.All.Contains('\u202e', StringComparison.Ordinal));
        Assert.Contains("two\\nlines", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NaN_and_infinity_are_written_as_the_engine_writes_them_in_JSON()
    {
        using var project = new SampleProject("numbers");

        var result = await project.RunAsync("show", "--format", "json");

        Assert.True(result.ExitCode == ExitCodes.Fine, result.All);
        using var plan = JsonDocument.Parse(result.Output);
        var inputs = plan.RootElement.GetProperty("steps").EnumerateArray().Last().GetProperty("newState").GetProperty("inputs");
        Assert.Equal(
            """{"4dabf18193072939515e22adb298388d":"8ad145fe-0d11-4827-bfd7-1abcbf086f5c","value":"fff0000000000000"}""",
            JsonSerializer.Serialize(inputs.GetProperty("inf"))
        );
        Assert.Matches("\"value\":\"[7f]ff8000000000000\"", JsonSerializer.Serialize(inputs.GetProperty("nan")));
    }

    [Theory]
    [InlineData("show")]
    [InlineData("trace")]
    public async Task NaN_and_infinity_do_not_end_a_preview(string verb)
    {
        using var project = new SampleProject("numbers");

        var result = await project.RunAsync(verb);

        Assert.True(result.ExitCode == ExitCodes.Fine, result.All);
        Assert.Contains("NaN", result.Output, StringComparison.Ordinal);
        Assert.Contains("-Infinity", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encrypted_value_that_the_program_reads_as_another_type_gets_a_placeholder_of_that_type()
    {
        using var project = new SampleProject(
            "typed-secrets",
            "shop:port: { secure: v1:a }",
            "shop:flag: { secure: v1:b }",
            "shop:keys: { secure: v1:c }",
            "shop:names: { secure: v1:d }"
        );

        var result = await project.RunAsync("show", "--format", "json");

        Assert.True(result.ExitCode == ExitCodes.Fine, result.All);
        Assert.Contains("'shop:port' is encrypted and the program reads it as Int32", result.Output, StringComparison.Ordinal);
        Assert.Contains("\"keys\": 0", result.Output, StringComparison.Ordinal);
        Assert.Contains("\"names\": 0", result.Output, StringComparison.Ordinal);
    }
}
