using PmCrm.LocalServers;

namespace PmCrm.Repository.Tests;

public sealed class ScriptTests
{
    [Fact]
    public async Task Every_shell_script_is_clean_under_shellcheck()
    {
        Assert.SkipWhen(
            ChildProcess.Find("shellcheck") is null && Environment.GetEnvironmentVariable("CI") is null,
            "shellcheck is not installed"
        );
        Assert.NotEmpty(Checkout.Scripts);

        var (exitCode, printed) = await ChildProcess.Run("shellcheck", ["--external-sources", .. Checkout.Scripts]);

        Assert.True(exitCode == 0, printed);
    }
}
