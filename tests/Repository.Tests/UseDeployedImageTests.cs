namespace PmCrm.Repository.Tests;

/// <summary>Runs eng/use-deployed-image with a stub of pulumi.</summary>
public sealed class UseDeployedImageTests : IDisposable
{
    private static readonly string Image = "europe-docker.pkg.dev/p/r/pmcrm-backend@sha256:" + new string('a', 64);

    private readonly StubTools tools = new();

    public void Dispose() => tools.Dispose();

    [Fact]
    public async Task The_image_of_the_state_becomes_the_configured_one()
    {
        tools.Add("pulumi", $"[ \"$1\" != stack ] || echo {Image}");

        var (exitCode, printed) = await RunAsync("staging");

        Assert.True(exitCode == 0, printed);
        Assert.Equal(["pulumi stack output --stack staging image", $"pulumi config set --stack staging image {Image}"], tools.Calls);
    }

    [Theory]
    [InlineData("exit 255", "has no output 'image'")]
    [InlineData("echo", "names no image by digest")]
    [InlineData("echo registry.example/pmcrm-backend:latest", "names no image by digest")]
    public async Task A_stack_without_an_image_leaves_the_configuration_as_it_is(string pulumi, string said)
    {
        tools.Add("pulumi", pulumi);

        var (exitCode, printed) = await RunAsync("staging");

        Assert.Equal(1, exitCode);
        Assert.Contains(said, printed, StringComparison.Ordinal);
        Assert.DoesNotContain(tools.Calls, call => call.StartsWith("pulumi config", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_stack_it_says_how_it_is_called()
    {
        tools.Add("pulumi", "true");

        var (exitCode, printed) = await RunAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("give the stack", printed, StringComparison.Ordinal);
        Assert.Empty(tools.Calls);
    }

    private Task<(int ExitCode, string Printed)> RunAsync(params string[] arguments) =>
        tools.RunAsync(Checkout.Script("use-deployed-image"), arguments);
}
