using System.Text;
using PmCrm.Preview.Cost;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy;
using PmCrm.Preview.Render;
using PmCrm.Preview.Tests.Diff.Measured;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Render;

/// <summary>
/// The comments on ten changes, committed beside this file and updated by <c>make goldens</c>. The plans are the measured ones
/// (Diff/Measured), so that a change of today's stacks does not make a sample stale.
/// </summary>
public sealed class SampleCommentTests
{
    private const string Stack = "production";

    private static readonly Lazy<PlanFile> File = new(() => PlanFile.Read(MeasuredChanges.PlanPath(Stack)));

    private static readonly string Folder = Path.Combine(Built.TestSource, "Render", "Comments");

    private static readonly Dictionary<string, Func<(DeploymentPlan Before, DeploymentPlan After)>> Changes = new()
    {
        ["nothing"] = () => (Before, Before),
        ["tier"] = () => Measured("tier"),
        ["region"] = () => Measured("region"),
        ["node-pool"] = () => Measured("machine"),
        ["secret"] = () => Measured("jwt"),
        ["removal"] = () => Measured("replica"),
        ["rename"] = () => (Before, Renamed("cache", "redis")),
        ["image"] = () =>
            (Before, With("backend", "spec.template.spec.containers[0].image", new PlanText("registry.example/crm@sha256:0f"))),
        ["policy-break"] = () => (Before, With("database", "settings.ipConfiguration.ipv4Enabled", new PlanBool(true))),
        ["new-stack"] = () => (Before with { Resources = [] }, Before),
    };

    public static TheoryData<string> Names => [.. Changes.Keys];

    private static DeploymentPlan Before => MeasuredChanges.Plan(Stack, File.Value.Before);

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Golden", "written")]
    public void Comment_is_the_committed_one(string name)
    {
        var path = Path.Combine(Folder, $"{name}.md");
        var comment = Comment(name);
        if (Environment.GetEnvironmentVariable("WRITE_GOLDENS") == "1")
            System.IO.File.WriteAllText(path, comment);
        var committed = System.IO.File.Exists(path) ? System.IO.File.ReadAllText(path) : "";
        Assert.True(committed == comment, $"{path} is stale: make goldens writes it");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Comment_is_rendered_as_GitHub_does_without_a_link_or_an_open_fold(string name)
    {
        var comment = Comment(name);
        Assert.InRange(Encoding.UTF8.GetByteCount(comment), 1, 60_000);
        var html = Rendered.HtmlOfGithub(comment);
        Assert.DoesNotContain("<a ", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Equal(Occurrences(html, "<details>"), Occurrences(html, "</details>"));
        Assert.Equal(Occurrences(comment, "<details>"), Occurrences(html, "<details>"));
        Assert.DoesNotMatch(@"[@#|`]|\*\*", Rendered.OutsideCode(html));
    }

    [Theory]
    [InlineData("nothing", "⚪ nothing changes")]
    [InlineData("tier", "🟡 restarts")]
    [InlineData("image", "🟡 restarts")]
    [InlineData("node-pool", "🟡 restarts")]
    [InlineData("region", "⛔ refused")]
    [InlineData("removal", "⛔ refused")]
    [InlineData("new-stack", "🟢 safe")]
    public void Verdict_comes_first(string name, string verdict) =>
        Assert.StartsWith(
            $"## What this does to the infrastructure\n\n- `{Stack}`: **{verdict}**",
            Comment(name),
            StringComparison.Ordinal
        );

    private static string Comment(string name)
    {
        var (before, after) = Changes[name]();
        var usage = UsageAssumptions.Read(Path.Combine(Built.Repository, UsageAssumptions.FileName), Stack);
        var diff = PlanComparer.Compare(before, after, "main", after);
        var review = StackReview.Of(
            diff,
            before,
            after,
            new PolicyChange(PolicyCheck.Run(before, Waivers.None), PolicyCheck.Run(after, Waivers.None)),
            new CostChange(CostEstimate.Of(before, PriceList.BuiltIn, usage), CostEstimate.Of(after, PriceList.BuiltIn, usage))
        );
        return PullRequestComment.Write(new ReviewBase("main", "1a2b3c4", "stacks: what was there before"), [review]);
    }

    private static (DeploymentPlan Before, DeploymentPlan After) Measured(string change) =>
        (Before, MeasuredChanges.Plan(Stack, File.Value.After[change]));

    private static DeploymentPlan With(string name, string path, PlanValue value) =>
        Before with
        {
            Resources =
            [
                .. Before.Resources.Select(resource =>
                    resource.Name == name && resource.IsCustom && resource.Inputs.At(path) is not null
                        ? resource with
                        {
                            Inputs = (PlanMap)Set(resource.Inputs, PropertyPath.Parse(path).Steps, value),
                        }
                        : resource
                ),
            ],
        };

    private static PlanValue Set(PlanValue inputs, IReadOnlyList<PathStep> steps, PlanValue value) =>
        (steps, inputs) switch
        {
            ([], _) => value,
            ([{ Key: { } key }, ..], PlanMap map) => new PlanMap(
                map.Entries.ToDictionary(
                    entry => entry.Key,
                    entry => entry.Key == key ? Set(entry.Value, [.. steps.Skip(1)], value) : entry.Value
                )
            ),
            ([{ Index: { } index }, ..], PlanList list) => new PlanList([
                .. list.Items.Select((item, at) => at == index ? Set(item, [.. steps.Skip(1)], value) : item),
            ]),
            _ => throw new ArgumentException($"the inputs have no such path: {steps[0]}"),
        };

    // Renames a component, and the resources below it, as if it had another name in the program.
    private static DeploymentPlan Renamed(string from, string to)
    {
        string Name(string name) => name == from || name.StartsWith($"{from}-", StringComparison.Ordinal) ? to + name[from.Length..] : name;
        var urns = Before
            .Resources.Where(resource => IsBelow(resource, from))
            .ToDictionary(resource => resource.Urn, resource => resource.Urn[..^resource.Name.Length] + Name(resource.Name));
        string Urn(string urn) => urns.GetValueOrDefault(urn, urn);
        return Before with
        {
            Resources =
            [
                .. Before.Resources.Select(resource =>
                    resource with
                    {
                        Urn = Urn(resource.Urn),
                        Name = urns.ContainsKey(resource.Urn) ? Name(resource.Name) : resource.Name,
                        Parent = resource.Parent is { } parent ? Urn(parent) : null,
                        Dependencies = [.. resource.Dependencies.Select(Urn)],
                        PropertyDependencies = resource.PropertyDependencies.ToDictionary(
                            entry => entry.Key,
                            IReadOnlyList<string> (entry) => [.. entry.Value.Select(Urn)]
                        ),
                    }
                ),
            ],
        };
    }

    private static bool IsBelow(PlanResource resource, string component) =>
        (resource.Name == component && !resource.IsCustom)
        || (
            resource.Parent is { } parent
            && Before.Resources.FirstOrDefault(other => other.Urn == parent) is { IsStack: false } above
            && IsBelow(above, component)
        );

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
