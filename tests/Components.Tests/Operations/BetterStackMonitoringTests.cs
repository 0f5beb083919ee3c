using PmCrm.Components.Operations;
using PmCrm.Contract;
using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Components.Tests.Operations;

public sealed class BetterStackMonitoringTests
{
    private const string Monitor = "better-uptime:index/monitor:Monitor";
    private const string Policy = "better-uptime:index/policy:Policy";
    private const string Heartbeat = "better-uptime:index/heartbeat:Heartbeat";
    private const string StatusPage = "better-uptime:index/statusPage:StatusPage";
    private const string StatusPageResource = "better-uptime:index/statusPageResource:StatusPageResource";
    private const string Exploration = "logtail:index/exploration:Exploration";
    private const string ExplorationAlert = "logtail:index/explorationAlert:ExplorationAlert";
    private const string Source = "logtail:index/source:Source";

    [Fact]
    public async Task Monitors_request_the_backends_health_and_the_frontends_page()
    {
        var plan = (await RecordAsync()).Plan;
        plan.Only(Monitor, "monitoring-api").ShouldCarry("url", "https://api.example.org/health");
        plan.Only(Monitor, "monitoring-app").ShouldCarry("url", "https://app.example.org");
    }

    [Fact]
    public async Task Everything_that_matters_of_a_monitor_is_set_because_removing_it_would_not_clear_it() =>
        Assert.All((await RecordAsync()).Plan.All(Monitor), monitor =>
            monitor
                .ShouldCarry("monitorType", "status")
                .ShouldCarry("httpMethod", "GET")
                .ShouldCarry("checkFrequency", 60)
                .ShouldCarry("requestTimeout", 15)
                .ShouldCarry("confirmationPeriod", 60)
                .ShouldCarry("recoveryPeriod", 60)
                .ShouldCarry("verifySsl", true)
                .ShouldCarry("regions[0]", "eu")
                .ShouldCarry("email", true)
                .ShouldCarry("paused", false)
                .ShouldCarry("policyId", "1")
                .ShouldLack("teamName")
        );

    [Fact]
    public async Task Days_before_expiration_are_among_those_that_the_provider_accepts() =>
        Assert.All((await RecordAsync()).Plan.All(Monitor), monitor =>
        {
            Assert.Contains((double)monitor.At("sslExpiration")!, new double[] { 1, 2, 3, 7, 14, 30, 60 });
            Assert.Contains((double)monitor.At("domainExpiration")!, new double[] { 1, 2, 3, 7, 14, 30, 60 });
        });

    [Fact]
    public async Task Status_page_refers_to_its_monitors_by_number() =>
        Assert.All((await RecordAsync()).Plan.All(StatusPageResource), resource =>
            resource.ShouldCarry("resourceId", 1).ShouldCarry("resourceType", "Monitor").ShouldCarry("statusPageId", "monitoring-id")
        );

    [Fact]
    public async Task Status_page_has_the_names_that_Better_Stack_requires() =>
        (await RecordAsync())
            .Plan.Only(StatusPage)
            .ShouldCarry("companyName", "example.org")
            .ShouldCarry("companyUrl", "https://app.example.org")
            .ShouldCarry("subdomain", "example")
            .ShouldCarry("timezone", "Brussels");

    [Theory]
    [InlineData(Heartbeat, "url")]
    [InlineData(Policy, "incidentToken")]
    [InlineData(Monitor, "requestHeaders")]
    [InlineData(Monitor, "proxyHost")]
    [InlineData(Monitor, "playwrightScript")]
    [InlineData(Source, "token")]
    [InlineData(Source, "scrapeRequestHeaders")]
    public async Task Output_that_the_bridge_does_not_mark_is_secret(string type, string output) =>
        Assert.All((await RecordAsync()).Plan.All(type), resource =>
            Assert.Contains(output, ((CustomResourceOptions)resource.Options!).AdditionalSecretOutputs)
        );

    [Fact]
    public async Task URL_of_the_heartbeat_and_token_of_the_logs_are_secret()
    {
        var monitoring = await RecordAsync();
        Assert.True(await monitoring.IsSecretAsync(m => m.HeartbeatUrl));
        Assert.True(await monitoring.IsSecretAsync(m => m.LogToken));
    }

    [Fact]
    public async Task Worker_counts_as_stopped_five_minutes_after_its_last_heartbeat() =>
        (await RecordAsync())
            .Plan.Only(Heartbeat)
            .ShouldCarry("name", "pmcrm-test-worker")
            .ShouldCarry("period", 60)
            .ShouldCarry("grace", 300)
            .ShouldCarry("policyId", "1")
            .ShouldCarry("paused", false);

    [Fact]
    public async Task Logs_are_kept_in_Germany_from_the_start_as_the_region_cannot_change() =>
        (await RecordAsync())
            .Plan.Only(Source)
            .ShouldCarry("name", Arrange.PhysicalName)
            .ShouldCarry("platform", "render")
            .ShouldCarry("dataRegion", "germany")
            .ShouldCarry("logsRetention", 30)
            .ShouldCarry("metricsRetention", 30);

    [Fact]
    public async Task Late_mails_raise_an_incident_of_the_policy_within_minutes()
    {
        var plan = (await RecordAsync()).Plan;
        plan.Only(Exploration)
            .ShouldCarry("queries[0].queryType", "sql_expression")
            .ShouldCarry("queries[0].sourceVariable", "source")
            .ShouldCarry("variables[0].name", "source")
            .ShouldCarry("variables[0].variableType", "source")
            .ShouldCarry("variables[0].values[0]", "monitoring-id");
        plan.Only(ExplorationAlert)
            .ShouldCarry("explorationId", "monitoring-late-mails-id")
            .ShouldCarry("alertType", "threshold")
            .ShouldCarry("operator", "higher_than")
            .ShouldCarry("value", 0)
            .ShouldCarry("checkPeriod", 60)
            .ShouldCarry("queryPeriod", 300)
            .ShouldCarry("onMissingData", "treat_as_zero")
            .ShouldCarry("escalationTarget.policyId", 1)
            .ShouldCarry("email", true)
            .ShouldCarry("paused", false);
    }

    [Fact]
    public async Task Late_mails_are_counted_by_the_line_that_the_worker_writes()
    {
        var sql = (string)(await RecordAsync()).Plan.Only(Exploration).At("queries[0].sqlQuery")!;
        Assert.Contains($"raw LIKE '%{AppContract.LateMailsMessage}%'", sql, StringComparison.Ordinal);
        Assert.Contains("FROM {{source}} WHERE time BETWEEN {{start_time}} AND {{end_time}}", sql, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_mail_there_is_no_alert_on_it()
    {
        var plan = (await RecordAsync(hasMail: false)).Plan;
        Assert.DoesNotContain(plan.Resources, resource => resource.Type is Exploration or ExplorationAlert);
    }

    [Theory]
    [InlineData("s1.eu-fsn-3.betterstackdata.com", "s1.eu-fsn-3-vec.betterstackdata.com:6514")]
    [InlineData("s1.eu-fsn-3-vec.betterstackdata.com", "s1.eu-fsn-3-vec.betterstackdata.com:6514")]
    [InlineData("s1.g1a2-fsn-vec.betterstackdata.com", "s1.g1a2-fsn-vec.betterstackdata.com:6514")]
    [InlineData("in.logs.betterstack.com", "in.logs.betterstack.com:6514")]
    public void Render_sends_to_the_host_that_takes_syslog(string ingesting, string expected) =>
        Assert.Equal(expected, BetterStackMonitoring.SyslogEndpoint(ingesting));

    private static Task<Recorded<BetterStackMonitoring>> RecordAsync(bool hasMail = true) =>
        Recording.OfAsync(options => new BetterStackMonitoring(
            "monitoring",
            new BetterStackMonitoringArgs
            {
                PhysicalName = Arrange.PhysicalName,
                ApiUrl = "https://api.example.org",
                AppUrl = "https://app.example.org",
                CompanyName = "example.org",
                StatusSubdomain = "example",
                HasMail = hasMail,
                Logs = new Pulumi.Logtail.Provider("logtail", new Pulumi.Logtail.ProviderArgs { ApiToken = "planted-token" }),
            },
            options
        ));
}
