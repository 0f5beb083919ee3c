using PmCrm.Components.Frontend;
using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Components.Tests.Frontend;

public sealed class VercelFrontendTests
{
    private const string Project = "vercel:index/project:Project";
    private const string Variable = "vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable";
    private const string Domain = "vercel:index/projectDomain:ProjectDomain";

    [Fact]
    public async Task Project_builds_the_root_of_the_frontends_own_repository() =>
        (await RecordAsync())
            .Plan.Only(Project)
            .ShouldCarry("name", "pmcrm-test")
            .ShouldCarry("framework", "nextjs")
            .ShouldLack("rootDirectory")
            .ShouldCarry("gitRepository.type", "github")
            .ShouldCarry("gitRepository.repo", "example/crm")
            .ShouldCarry("gitRepository.productionBranch", "main");

    [Fact]
    public async Task Functions_run_in_Frankfurt_and_Paris_and_fail_over_nowhere_else()
    {
        var project = (await RecordAsync()).Plan.Only(Project).ShouldCarry("functionFailover", false);
        Assert.Equal(["fra1", "cdg1"], project.ListAt("resourceConfig.functionDefaultRegions"));
    }

    [Fact]
    public async Task Previews_are_for_the_team_and_forks_see_no_variables() =>
        (await RecordAsync())
            .Plan.Only(Project)
            .ShouldCarry("vercelAuthentication.deploymentType", "standard_protection_new")
            .ShouldCarry("gitForkProtection", true)
            .ShouldCarry("publicSource", false);

    [Fact]
    public async Task Frontend_knows_the_backend() =>
        (await RecordAsync())
            .Plan.Only(Variable, "frontend-NEXT_PUBLIC_API_URL")
            .ShouldCarry("key", "NEXT_PUBLIC_API_URL")
            .ShouldCarry("value", "https://api.example.test")
            .ShouldCarry("sensitive", false);

    [Fact]
    public async Task Variables_are_for_production_and_preview() =>
        Assert.All((await RecordAsync()).Plan.All(Variable), variable =>
            Assert.Equal(["production", "preview"], variable.ListAt("targets"))
        );

    [Fact]
    public async Task Secrets_are_sensitive() =>
        (await RecordAsync())
            .Plan.Only(Variable, "frontend-SESSION_SECRET")
            .ShouldCarry("sensitive", true)
            .ShouldCarry("value", "planted-value-1");

    [Fact]
    public async Task A_secret_that_the_browser_would_get_is_refused_without_showing_it()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync(secret: "NEXT_PUBLIC_KEY"));
        Assert.Contains("'NEXT_PUBLIC_KEY' would be exposed to every browser", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-value-1", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_region_outside_the_EU_is_refused()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync(regions: ["fra1", "iad1"]));
        Assert.Contains(
            "'iad1' is not a Vercel region in the European Union; accepted: arn1, cdg1, dub1, fra1",
            refusal.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_frontends_host_is_its_domain_and_others_redirect_to_it()
    {
        var plan = (await RecordAsync()).Plan;
        plan.Only(Domain, "frontend-domain").ShouldCarry("domain", "app.example.test").ShouldLack("redirect");
        plan.Only(Domain, "frontend-domain-example.test")
            .ShouldCarry("domain", "example.test")
            .ShouldCarry("redirect", "app.example.test")
            .ShouldCarry("redirectStatusCode", 308);
    }

    [Fact]
    public async Task Everything_belongs_to_the_team()
    {
        var resources = (await RecordAsync())
            .Plan.Resources.Where(resource => resource.Type.StartsWith("vercel:", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(resources);
        Assert.All(resources, resource => resource.ShouldCarry("teamId", "team-1"));
    }

    [Fact]
    public async Task The_url_is_an_output() =>
        Assert.Equal("https://app.example.test", await (await RecordAsync()).ValueAsync(f => f.Url));

    private static Task<Recorded<VercelFrontend>> RecordAsync(string secret = "SESSION_SECRET", IReadOnlyList<string>? regions = null) =>
        Recording.OfAsync(options => new VercelFrontend(
            "frontend",
            new VercelFrontendArgs
            {
                PhysicalName = Arrange.PhysicalName,
                TeamId = "team-1",
                ApiUrl = "https://api.example.test",
                Host = "app.example.test",
                RedirectedHosts = ["example.test"],
                Repository = "example/crm",
                Regions = regions ?? FrontendDefaults.Regions,
                Secrets = new Dictionary<string, Input<string>> { [secret] = "planted-value-1" },
            },
            options
        ));
}
