using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Commands;

public sealed class OutputCommandTests
{
    [Fact]
    public async Task Text_is_printed_as_it_is_with_one_line_break()
    {
        using var project = new SampleProject("config", "shop:value: blue");

        var result = await project.RunAsync("output", "value");

        Assert.Equal((ExitCodes.Fine, "blue\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task A_secret_output_is_not_printed()
    {
        using var project = new SampleProject("leaks");

        var result = await project.RunAsync("output", "kept");

        Assert.Equal((ExitCodes.Fine, "[secret]\n"), (result.ExitCode, result.Output));
        Assert.DoesNotContain("planted-value-1", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_a_host_in_plain_configuration_is_no_secret()
    {
        using var project = new SampleProject("open-address", "shop:host: api.example.test");

        var result = await project.RunAsync("output", "address");

        Assert.Equal("https://api.example.test\n", result.Output);
    }

    [Fact]
    public async Task An_output_that_does_not_exist_exits_with_2_and_lists_those_that_do()
    {
        using var project = new SampleProject("config", "shop:value: blue");

        var result = await project.RunAsync("output", "valeu");

        Assert.Equal((ExitCodes.UsedWrongly, ""), (result.ExitCode, result.Output));
        Assert.Contains(
            "Stack 'staging' has no output 'valeu'. Did you mean 'value'? Accepted: value.",
            result.Errors,
            StringComparison.Ordinal
        );
    }
}
