using System.Collections.Immutable;
using PmCrm.App.Commands;
using PmCrm.App.Configuration;
using PmCrm.Contract;
using PmCrm.Stacks.Mvp;
using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Stacks.Tests.Mvp;

/// <summary>The committed stack mvp, and how the application reads its variables there.</summary>
public sealed class MvpStackTests
{
    private const string Web = "render:index/webService:WebService";
    private const string Worker = "render:index/backgroundWorker:BackgroundWorker";
    private const string RailwayVariables = "railway:index/variableCollection:VariableCollection";

    public static TheoryData<string, AppProcess> Services =>
        new()
        {
            { Web, AppProcess.Backend },
            { Web, AppProcess.Migration },
            { Worker, AppProcess.Worker },
        };

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Application_starts_with_the_services_variables(string type, AppProcess process)
    {
        var environment = Environment((await RunAsync()).Plan.Only(type));
        var options = AppOptionsReader.Read(name => environment.GetValueOrDefault(name), process);
        Assert.Equal(AppContract.Port, options.Port);
        if (process != AppProcess.Migration)
            Assert.True(options.Database!.IsPooled);
        else
            Assert.False(options.DirectDatabase!.IsPooled);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Service_gets_all_required_variables_and_no_unknown_one(string type, AppProcess process)
    {
        var told = Environment((await RunAsync()).Plan.Only(type)).Keys.ToHashSet();
        var required = AppVariables.All.Where(variable => variable.RequiredBy.HasFlag(process)).Select(variable => variable.Name);
        Assert.Empty(required.Except(told));
        Assert.Empty(told.Except(AppVariables.All.Select(variable => variable.Name)));
    }

    [Fact]
    public async Task Worker_is_a_worker_and_has_no_secret_of_the_backend()
    {
        var told = Environment((await RunAsync()).Plan.Only(Worker));
        Assert.Equal(Verb.Worker, CommandLine.Parse(CommandLine.Split([], told[AppVariables.AppCommand]).Single()).Verb);
        Assert.DoesNotContain(AppVariables.JwtSecret, told.Keys);
        Assert.DoesNotContain(AppVariables.DirectUrl, told.Keys);
        Assert.StartsWith("https://", told[AppVariables.HeartbeatUrl], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deployment_migrates_before_it_gets_traffic() =>
        Assert.Equal(
            Verb.Migrate,
            CommandLine
                .Parse(
                    CommandLine
                        .Split(((string)(await RunAsync()).Plan.Only(Web).At("preDeployCommand")!).Split(' '), commands: null)
                        .Single()
                )
                .Verb
        );

    [Fact]
    public async Task Railway_and_the_other_alternatives_set_the_same_variables()
    {
        var render = Environment((await RunAsync()).Plan.Only(Web));
        var plan = (await RunAsync(MvpAlternatives.Choose)).Plan;
        var railway = plan.Only(RailwayVariables, "backend-api")
            .ListAt("variables")
            .Cast<ImmutableDictionary<string, object>>()
            .ToDictionary(variable => (string)variable["name"], variable => (string)variable["value"]);
        Assert.Equal(render.Keys.Append(AppVariables.AppCommand).Order(), railway.Keys.Order());
        Assert.Equal(
            [Verb.Migrate, Verb.Backend],
            CommandLine.Split([], railway[AppVariables.AppCommand]).Select(command => CommandLine.Parse(command).Verb)
        );
        Assert.False(AppOptionsReader.Read(railway.GetValueOrDefault, AppProcess.Migration).DirectDatabase!.IsPooled);
        plan.Only("cloudflare:index/dnsRecord:DnsRecord", "dns-api-proof").ShouldCarry("name", "_railway-verify.api.mvp.pmcrm.io");
    }

    [Fact]
    public async Task Api_is_an_alias_of_the_platform() =>
        (await RunAsync())
            .Plan.Only("cloudflare:index/dnsRecord:DnsRecord", "dns-api")
            .ShouldCarry("type", "CNAME")
            .ShouldCarry("content", "pmcrm-api.onrender.com");

    [Fact]
    public async Task Frontend_gets_the_pooled_database_and_the_cache_as_sensitive_variables()
    {
        var plan = (await RunAsync()).Plan;
        foreach (var name in new[] { AppVariables.DatabaseUrl, AppVariables.RedisUrl })
            plan.Only("vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable", $"frontend-{name}")
                .ShouldCarry("sensitive", true);
    }

    [Fact]
    public async Task Urls_and_keys_are_secret()
    {
        var stack = (await RunAsync()).Stack;
        Assert.True(await Output.IsSecretAsync(stack.DatabaseDirectUrl));
        Assert.True(await Output.IsSecretAsync(stack.MailSendingKey));
    }

    [Fact]
    public async Task Wrong_configuration_stops_the_program_with_the_whole_list()
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() =>
            RunAsync(values =>
            {
                values["backendPlan"] = "enormous";
                values["postgresRegion"] = "aws-us-east-1";
                values["cacheRegion"] = "eu-west-2";
                values["railwayToken"] = "planted";
                values["neonApiKey"] = "";
                values["mailDomain"] = "mail.elsewhere.org";
                values["unheardOf"] = "1";
            })
        );
        foreach (
            var expected in new[]
            {
                "pmcrm:backendPlan is 'enormous'",
                "pmcrm:postgresRegion is 'aws-us-east-1'",
                "pmcrm:cacheRegion is 'eu-west-2'",
                "pmcrm:railwayToken belongs to railway, and pmcrm:backendHost is 'render'",
                "pmcrm:neonApiKey is missing",
                "pmcrm:mailDomain is 'mail.elsewhere.org'",
                "pmcrm:unheardOf is not a setting",
            }
        )
            Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_settings_of_the_alternatives_are_refused_with_the_rest()
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() =>
            RunAsync(values =>
            {
                MvpAlternatives.Choose(values);
                values["renderApiKey"] = "planted";
                values["neonApiKey"] = "planted";
                values["resendApiKey"] = "planted";
                values["sendgridApiKey"] = "";
                values["postgresRegion"] = "eu-west-2";
                values["supabasePoolerHost"] = "db.abcdefgh.supabase.co";
                values["trustedProxyHops"] = "11";
            })
        );
        foreach (
            var expected in new[]
            {
                "pmcrm:renderApiKey belongs to render, and pmcrm:backendHost is 'railway'; set one of the two",
                "pmcrm:neonApiKey belongs to neon, and pmcrm:postgresHost is 'supabase'; set one of the two",
                "pmcrm:resendApiKey belongs to resend, and pmcrm:mailHost is 'sendgrid'; set one of the two",
                "pmcrm:sendgridApiKey is missing",
                "pmcrm:postgresRegion is 'eu-west-2'",
                "pmcrm:supabasePoolerHost is 'db.abcdefgh.supabase.co'; accepted: the host on the project's page Connect",
                "pmcrm:trustedProxyHops is '11'",
            }
        )
            Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pooler_of_another_region_is_refused()
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() =>
            RunAsync(values =>
            {
                MvpAlternatives.Choose(values);
                values["supabasePoolerHost"] = "aws-1-eu-west-3.pooler.supabase.com";
            })
        );
        Assert.Contains("pmcrm:supabasePoolerHost is 'aws-1-eu-west-3.pooler.supabase.com'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pooler_that_is_set_serves_the_application_and_migrations()
    {
        var plan = (
            await RunAsync(values =>
            {
                MvpAlternatives.Choose(values);
                values["supabasePoolerHost"] = "aws-1-eu-central-1.pooler.supabase.com";
            })
        ).Plan;
        var told = plan.Only(RailwayVariables, "backend-api")
            .ListAt("variables")
            .Cast<ImmutableDictionary<string, object>>()
            .ToDictionary(variable => (string)variable["name"], variable => (string)variable["value"]);
        Assert.Contains("@aws-1-eu-central-1.pooler.supabase.com:6543/", told[AppVariables.DatabaseUrl], StringComparison.Ordinal);
        Assert.Contains("@aws-1-eu-central-1.pooler.supabase.com:5432/", told[AppVariables.DirectUrl], StringComparison.Ordinal);
    }

    [Fact]
    public void Application_refuses_a_pooled_URL_for_migrations_without_quoting_it()
    {
        var exception = Assert.ThrowsAny<Exception>(() =>
            AppOptionsReader.Read(
                name =>
                    name == AppVariables.DirectUrl
                        ? "postgresql://pmcrm:planted@ep-quiet-1-pooler.eu-central-1.aws.neon.tech:5432/pmcrm"
                        : null,
                AppProcess.Migration
            )
        );
        Assert.Contains("DIRECT_URL: uses a pooler in transaction mode", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_is_found_behind_all_of_Renders_proxies() =>
        Assert.Equal(
            PmCrm.Components.Hosting.RenderBackend.ProxyHops.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Environment((await RunAsync()).Plan.Only(Web))[AppVariables.TrustedProxyHops]
        );

    [Fact]
    public void Placeholders_send_the_reader_to_the_page_of_this_topology()
    {
        var settings = PmCrm.Stacks.Settings.MvpSettings.Read("mvp", new Settings.SettingsBuilder("mvp"));
        Assert.NotEmpty(settings.PlaceholderValues);
        Assert.All(settings.PlaceholderValues, value => Assert.Contains("docs/mvp.md", value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Platforms_own_files_say_what_the_program_says()
    {
        var (stack, plan) = await RunAsync();
        var blueprint = await Pulumi.Utilities.OutputUtilities.GetValueAsync(stack.RenderFile);
        var web = plan.Only(Web);
        foreach (var path in new[] { "healthCheckPath", "preDeployCommand", "region", "plan", "name" })
            Assert.Contains($"{path}: \"{web.At(path)}\"", blueprint, StringComparison.Ordinal);
        foreach (var variable in Environment(web).Keys)
            Assert.Contains($"- key: \"{variable}\"", blueprint, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", blueprint, StringComparison.Ordinal);
        Assert.Empty(
            PmCrm.Components.Hosting.RailwayConfig.ProblemsWith(await Pulumi.Utilities.OutputUtilities.GetValueAsync(stack.RailwayFile))
        );
    }

    [Fact]
    public async Task A_cluster_refuses_the_settings_of_managed_platforms()
    {
        var configuration = ProjectConfiguration.Of("staging").WithRealIds();
        configuration.Values["backendHost"] = "render";
        configuration.Export();
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => Recording.OfStackAsync<PmCrm.Stacks.Crm.CrmStack>("staging"));
        Assert.Contains("pmcrm:backendHost is set, and only the topology mvp reads it", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<(MvpStack Stack, Recording Plan)> RunAsync(Action<Dictionary<string, string>>? change = null)
    {
        var configuration = ProjectConfiguration.Of("mvp").WithRealIds();
        change?.Invoke(configuration.Values);
        configuration.Export();
        return await Recording.OfStackAsync<MvpStack>("mvp");
    }

    private static Dictionary<string, string> Environment(RecordedResource service) =>
        service
            .MapAt("envVars")
            .ToDictionary(variable => variable.Key, variable => (string)((ImmutableDictionary<string, object>)variable.Value)["value"]);
}
