using System.Reflection;
using PmCrm.Preview.Plan;
using PmCrm.Stacks.Mvp;
using PmCrm.Stacks.Tests.Plan;
using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Stacks.Tests.Mvp;

/// <summary>How bridged Terraform providers treat omitted settings: docs/mvp.md, "Provider pitfalls".</summary>
public sealed class BridgedProviderTests
{
    private static readonly Assembly[] Packages =
    [
        typeof(Pulumi.Render.Provider).Assembly,
        typeof(Pulumi.Railway.Provider).Assembly,
        typeof(Pulumi.Neon.Provider).Assembly,
        typeof(Pulumi.Supabase.Provider).Assembly,
        typeof(Pulumi.Upstash.Provider).Assembly,
        typeof(Pulumi.Resend.Provider).Assembly,
        typeof(Pulumi.Sendgrid.Provider).Assembly,
        typeof(Pulumi.BetterUptime.Provider).Assembly,
        typeof(Pulumi.Logtail.Provider).Assembly,
    ];

    public static TheoryData<bool> Choices => [false, true];

    [Theory]
    [MemberData(nameof(Choices))]
    public async Task No_name_is_left_to_the_bridge_which_would_add_random_letters(bool alternatives)
    {
        var unnamed = (await BridgedAsync(alternatives))
            .Where(resource => InputsOf(resource.Type).Contains("name") && resource.At("name") is not string { Length: > 0 })
            .Select(resource => $"{resource.Type} {resource.Name}");
        Assert.Empty(unnamed);
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public async Task No_id_is_set_that_the_provider_makes(bool alternatives) => Assert.All(await BridgedAsync(alternatives), resource =>
        {
            var ownId = $"{resource.Type.Split('/', ':')[1]}Id";
            if (ownId is not ("projectId" or "serviceId" or "domainId"))
                resource.ShouldLack(ownId);
            resource.ShouldLack("id");
        });

    [Theory]
    [InlineData("neon", "apiKey")]
    [InlineData("render", "apiKey")]
    [InlineData("upstash", "apiKey")]
    [InlineData("resend", "apiKey")]
    [InlineData("better-uptime", "apiToken")]
    [InlineData("logtail", "apiToken")]
    public async Task Token_of_a_provider_is_secret_whether_the_bridge_marks_it_or_not(string package, string token)
    {
        var provider = (await PlannedStack.OfAsync("mvp")).Plan.Resources.Single(r => r.Type == $"pulumi:providers:{package}");
        Assert.IsType<PlanSecret>(provider.Inputs.At(token));
    }

    [Fact]
    public async Task Tokens_of_the_alternatives_are_secret_too()
    {
        var plan = await PlannedStack.OfAsync("mvp", MvpAlternatives.Changes);
        foreach (var (package, token) in new[] { ("railway", "token"), ("supabase", "accessToken"), ("sendgrid", "apiKey") })
            Assert.IsType<PlanSecret>(plan.Plan.Resources.Single(r => r.Type == $"pulumi:providers:{package}").Inputs.At(token));
    }

    [Fact]
    public async Task Nobody_waits_for_the_first_deployment_as_its_failure_would_leave_the_service_out_of_the_state() =>
        (await RecordAsync(alternatives: false)).Only("pulumi:providers:render").ShouldCarry("waitForDeployCompletion", "false");

    [Fact]
    public async Task SendGrid_is_asked_at_its_hosts_in_the_EU_where_the_key_is_valid() =>
        (await RecordAsync(alternatives: true)).Only("pulumi:providers:sendgrid").ShouldCarry("region", "eu");

    private static async Task<List<RecordedResource>> BridgedAsync(bool alternatives)
    {
        var packages = Packages.SelectMany(TokensOf).ToHashSet(StringComparer.Ordinal);
        var found = (await RecordAsync(alternatives)).Resources.Where(resource => packages.Contains(resource.Type)).ToList();
        Assert.True(found.Count > 10, $"expected more than {found.Count} resources of bridged providers");
        return found;
    }

    private static async Task<Recording> RecordAsync(bool alternatives)
    {
        var configuration = ProjectConfiguration.Of("mvp").WithRealIds();
        if (alternatives)
            MvpAlternatives.Choose(configuration.Values);
        configuration.Export();
        return (await Recording.OfStackAsync<MvpStack>("mvp")).Plan;
    }

    private static IEnumerable<string> TokensOf(Assembly package) =>
        package
            .GetExportedTypes()
            .Select(type => type.GetCustomAttribute<ResourceTypeAttribute>()?.Type)
            .OfType<string>()
            .Where(token => !token.StartsWith("pulumi:providers:", StringComparison.Ordinal));

    private static HashSet<string> InputsOf(string token)
    {
        var type = Packages
            .SelectMany(package => package.GetExportedTypes())
            .Single(candidate => candidate.GetCustomAttribute<ResourceTypeAttribute>()?.Type == token);
        return type
            .Assembly.GetType($"{type.FullName}Args")!
            .GetProperties()
            .Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..])
            .ToHashSet(StringComparer.Ordinal);
    }
}
