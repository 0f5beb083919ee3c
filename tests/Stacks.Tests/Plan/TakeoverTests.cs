using System.Text.RegularExpressions;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;
using PmCrm.Stacks.Tests.Documentation;

namespace PmCrm.Stacks.Tests.Plan;

/// <summary>
/// A stack that replaces another one, following docs/restore.md or docs/mvp.md. Resources outside of the abandoned cloud exist only once:
/// DNS records, the mail domain, buckets, the frontend's domain. Creating one a second time fails half-way or loses its data.
/// </summary>
public sealed partial class TakeoverTests
{
    private static readonly string[] SharedProviders = ["cloudflare", "resend", "sendgrid", "vercel"];

    private static readonly (string Key, ConfigEntry Value)[] Recovery =
    [
        Plain("region", "europe-west3"),
        Plain("recoveryRegion", "europe-west4"),
        Plain("databaseReplica", "false"),
        Plain("bucketPrefix", "pmcrm-production"),
    ];

    private static readonly (string Key, ConfigEntry Value)[] Graduation =
    [
        Plain("domain", "mvp.pmcrm.io"),
        Plain("apiHost", "api.mvp.pmcrm.io"),
        Plain("appHost", "app.mvp.pmcrm.io"),
        Plain("bucketPrefix", "pmcrm-mvp"),
    ];

    [Fact]
    public async Task Failover_creates_nothing_that_production_has_already()
    {
        var recovery = await PlannedStack.OfAsync("production", Recovery, stack: "recovery");

        await ShouldTakeOverAsync("restore.md", "production", firstUpdate: recovery, lastUpdate: recovery);
    }

    [Fact]
    public async Task Graduation_creates_nothing_that_the_small_topology_has_already()
    {
        var withoutMail = new[] { "mailHost", "mailDomain", "resendApiKey" }.Select(key => Plain(key, ""));
        var first = await PlannedStack.OfAsync("production", [.. Graduation, .. withoutMail]);
        var last = await PlannedStack.OfAsync("production", [.. Graduation, Plain("mailDomain", "mail.mvp.pmcrm.io")]);

        await ShouldTakeOverAsync("mvp.md", "mvp", first, last);
    }

    private static async Task ShouldTakeOverAsync(string page, string from, PlannedStack firstUpdate, PlannedStack lastUpdate)
    {
        var moves = RunbookNameTests.Moves(page);
        Assert.Equal(2, moves.Count);
        var excluded = Exclude()
            .Matches(FirstUpdate().Match(PageCode.Blocks(page)).Value)
            .Select(match => match.Groups["name"].Value)
            .ToList();
        Assert.NotEmpty(excluded);

        var created = Shared(firstUpdate)
            .Where(resource =>
                !moves[0].Contains(Component(firstUpdate, resource))
                && !excluded.Any(name => resource.Name.StartsWith(name, StringComparison.Ordinal))
            );
        Assert.Empty(created.Select(resource => resource.Urn));
        Assert.Empty(
            Shared(lastUpdate).Select(resource => Component(lastUpdate, resource)).Distinct().Except(moves.SelectMany(names => names))
        );

        // A bucket with another name would be another bucket.
        var old = await PlannedStack.OfAsync(from);
        Assert.Equal(BucketNames(old), BucketNames(lastUpdate));
    }

    private static List<PlanResource> Shared(PlannedStack stack)
    {
        var shared = stack
            .Plan.Resources.Where(resource =>
                resource is { IsCustom: true, IsProvider: false } && SharedProviders.Contains(resource.Package, StringComparer.Ordinal)
            )
            .ToList();
        Assert.True(shared.Count > 10, "the plan has little that can be shared");
        return shared;
    }

    /// <summary>Name of the component below the stack that a resource belongs to.</summary>
    private static string Component(PlannedStack stack, PlanResource resource)
    {
        while (stack.Plan.Resources.Single(candidate => candidate.Urn == resource.Parent) is { IsStack: false } parent)
            resource = parent;
        return resource.Name;
    }

    private static List<string> BucketNames(PlannedStack stack) =>
        [.. stack.All("R2Bucket").Select(bucket => ((PlanText)bucket.Inputs["name"]!).Text).Order(StringComparer.Ordinal)];

    private static (string Key, ConfigEntry Value) Plain(string key, string value) => (key, ConfigEntry.Plain(value));

    [GeneratedRegex(@"^ *pulumi up (--exclude '\S+' ?)+$", RegexOptions.Multiline)]
    private static partial Regex FirstUpdate();

    [GeneratedRegex(@"--exclude '\*\*::(?<name>[a-z-]+)\*'")]
    private static partial Regex Exclude();
}
