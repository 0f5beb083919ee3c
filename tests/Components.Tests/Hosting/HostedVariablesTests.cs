using PmCrm.Components.Hosting;
using PmCrm.Contract;
using Pulumi;

namespace PmCrm.Components.Tests.Hosting;

public sealed class HostedVariablesTests
{
    [Fact]
    public async Task Secret_stays_secret_though_its_output_was_not_marked() =>
        Assert.True(await Output.IsSecretAsync(HostingArrangement.Variables.For(AppProcess.Backend)[AppVariables.JwtSecret]));

    [Fact]
    public void Process_gets_only_the_variables_that_it_reads()
    {
        var worker = HostingArrangement.Variables.For(AppProcess.Worker, AppContract.WorkerCommand);
        Assert.DoesNotContain(AppVariables.JwtSecret, worker.Keys);
        Assert.DoesNotContain(AppVariables.DirectUrl, worker.Keys);
        Assert.Contains(AppVariables.AppCommand, worker.Keys);
    }

    [Fact]
    public void Service_that_migrates_and_serves_gets_the_variables_of_both()
    {
        var told = HostingArrangement.Variables.For(AppProcess.Backend | AppProcess.Migration);
        Assert.Contains(AppVariables.JwtSecret, told.Keys);
        Assert.Contains(AppVariables.DirectUrl, told.Keys);
    }

    [Fact]
    public void Wrong_variables_are_refused_together()
    {
        var plain = HostingArrangement.Plain;
        plain["UNHEARD_OF"] = "1";
        plain[AppVariables.JwtSecret] = "planted-plain";
        var secrets = HostingArrangement.Secrets;
        secrets[AppVariables.PublicUrl] = Output.Create("planted-secret");
        var exception = Assert.Throws<ArgumentException>(() => new HostedVariables(plain, secrets));
        Assert.Contains("UNHEARD_OF: not a variable of the application.", exception.Message, StringComparison.Ordinal);
        Assert.Contains("JWT_SECRET: accepted only among the secrets.", exception.Message, StringComparison.Ordinal);
        Assert.Contains("PUBLIC_URL: accepted only among the variables.", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_variables_are_named_together()
    {
        var variables = new HostedVariables(HostingArrangement.Plain, new Dictionary<string, Output<string>>());
        var exception = Assert.Throws<ArgumentException>(() => variables.For(AppProcess.Backend));
        Assert.Contains("DATABASE_URL, REDIS_URL, JWT_SECRET, ENCRYPTION_KEY", exception.Message, StringComparison.Ordinal);
    }
}
