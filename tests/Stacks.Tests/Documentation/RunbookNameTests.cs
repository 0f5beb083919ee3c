using System.Text.RegularExpressions;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;
using PmCrm.Stacks.Tests.Plan;

namespace PmCrm.Stacks.Tests.Documentation;

/// <summary>Names in docs/ must exist in the plan: a runbook with an outdated name fails when it is needed.</summary>
public sealed partial class RunbookNameTests
{
    public static TheoryData<string> Pages => [.. PageCode.Pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_object_of_the_cluster_is_in_the_plan(string page)
    {
        var objects = await ObjectsAsync();
        var code = PageCode.All(page);
        // The page itself creates it.
        var made = CreatedJob().Matches(PageCode.Read(page)).Select(match => $"job/{match.Groups["name"].Value}").ToHashSet();

        var named = Kubectl().Matches(code).SelectMany(Named).Where(name => !made.Contains(name)).Distinct().ToList();

        Assert.Empty(named.Except(objects));
        Assert.Empty(
            Namespace().Matches(code).Select(match => $"namespace/{match.Groups["name"].Value}").Distinct().ToList().Except(objects)
        );
    }

    [Theory]
    [InlineData("rollback.md", 5)]
    [InlineData("restore.md", 4)]
    [InlineData("secrets.md", 4)]
    public void The_objects_of_a_page_are_found(string page, int atLeast) =>
        Assert.InRange(Kubectl().Matches(PageCode.All(page)).SelectMany(Named).Count(), atLeast, 1000);

    [Fact]
    public async Task Every_name_that_holds_the_stacks_is_in_the_plan()
    {
        var production = await PlannedStack.OfAsync("production", [("anthropicApiKey", ConfigEntry.Secret("planted-value"))]);
        var texts = production.Plan.Resources.SelectMany(resource => Texts(resource.Inputs)).ToHashSet(StringComparer.Ordinal);

        var named = PageCode
            .Pages.SelectMany(page => PhysicalName().Matches(PageCode.All(page)).Select(match => match.Groups["rest"].Value))
            .Distinct()
            .ToList();

        Assert.InRange(named.Count, 5, 100);
        Assert.Empty(named.Select(rest => $"pmcrm-production{rest}").Except(texts));
        // restore.md calls the instance $DB.
        Assert.Contains("pmcrm-production-direct-url", texts);
    }

    [Fact]
    public async Task Every_target_of_an_update_is_in_a_plan()
    {
        PlannedStack[] stacks = [await PlannedStack.OfAsync("production"), await PlannedStack.OfAsync("mvp")];
        var names = stacks.SelectMany(stack => stack.Plan.Resources).Select(resource => resource.Name).ToHashSet(StringComparer.Ordinal);
        var components = stacks[0].Plan.Resources.Where(resource => !resource.IsCustom).Select(resource => resource.Name).ToHashSet();

        var targets = PageCode.Pages.SelectMany(page => Target().Matches(PageCode.All(page))).ToList();
        var moved = PageCode.Pages.SelectMany(Moves).SelectMany(names => names).ToList();

        Assert.NotEmpty(targets);
        foreach (var target in targets)
        {
            var (name, isStart) = (target.Groups["name"].Value, target.Groups["star"].Success);
            Assert.Contains(names, found => isStart ? found.StartsWith(name, StringComparison.Ordinal) : found == name);
        }
        Assert.NotEmpty(moved);
        Assert.Empty(moved.Except(components));
    }

    [Fact]
    public async Task The_first_minute_of_a_rollback_reaches_the_cluster_without_the_state()
    {
        foreach (var stack in new[] { "staging", "production" })
        {
            var plan = (await PlannedStack.OfAsync(stack)).Plan;
            var command = Assert.IsType<PlanText>(plan.Outputs["clusterCredentialsCommand"]).Text;
            var api = Assert.IsType<PlanText>(plan.Outputs["apiUrl"]).Text;

            var page = PageCode.Read("rollback.md");

            Assert.Contains(
                command,
                page.Replace("$STACK", stack, StringComparison.Ordinal).Replace("$PROJECT", $"pmcrm-{stack}", StringComparison.Ordinal),
                StringComparison.Ordinal
            );
            Assert.Contains(api, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_audit_log_is_read_from_the_bucket_that_has_it()
    {
        var bucket = (await PlannedStack.OfAsync("production")).Only("ProjectBucketConfig", "logs").Inputs;

        Assert.Contains(
            $"--bucket={((PlanText)bucket["bucketId"]!).Text} --location={((PlanText)bucket["location"]!).Text} ",
            PageCode.Blocks("restore.md").Replace("$STACK", "production", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Every_output_that_is_asked_for_exists()
    {
        var files = Directory
            .GetFiles(Path.Combine(RepositoryRoot.Folder, ".github", "workflows"), "*.yml")
            .Concat(Directory.GetFiles(Path.Combine(RepositoryRoot.Folder, "eng")))
            .Select(path => (Name: Path.GetFileName(path), Code: File.ReadAllText(path)))
            .Concat(PageCode.Pages.Select(page => (Name: page, Code: PageCode.All(page))));
        var asked = files
            .SelectMany(file =>
                OutputCommand()
                    .Matches(file.Code)
                    .Select(match =>
                        (
                            IsMvp: file.Name == "mvp.md" && !match.Value.Contains("--stack production", StringComparison.Ordinal),
                            Output: OutputOf(match)
                        )
                    )
            )
            .ToList();

        Assert.InRange(asked.Count, 20, 1000);
        foreach (var (isMvp, output) in asked)
            Assert.Contains(output, OutputsOf(isMvp ? "Mvp/MvpStack.cs" : "Crm/CrmStack.cs"));
    }

    /// <summary>The components whose state a page moves from one stack to another, move by move.</summary>
    internal static IReadOnlyList<string[]> Moves(string page) =>
        [.. MovedComponents().Matches(PageCode.Blocks(page)).Select(match => match.Groups["names"].Value.Split(' '))];

    private static async Task<HashSet<string>> ObjectsAsync()
    {
        var plan = (await PlannedStack.OfAsync("production")).Plan;
        var objects = plan
            .Resources.Where(resource => resource.Package == "kubernetes" && resource.Inputs.At("metadata.name") is PlanText)
            .Select(resource => $"{resource.ShortType.ToLowerInvariant()}/{((PlanText)resource.Inputs.At("metadata.name")!).Text}")
            .ToHashSet(StringComparer.Ordinal);
        // cert-manager calls a certificate as the Ingress calls its Secret.
        foreach (var ingress in plan.Resources.Where(resource => resource.ShortType == "Ingress"))
            objects.Add($"certificate/{((PlanText)ingress.Inputs.At("spec.tls[0].secretName")!).Text}");
        return objects;
    }

    private static IEnumerable<string> Named(Match kubectl)
    {
        var words = kubectl.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in words.Where(word => KindAndName().IsMatch(word)))
            yield return word;
        if (words is ["get" or "describe" or "delete", var kind, var name, ..] && PlainName().IsMatch(kind) && PlainName().IsMatch(name))
            yield return $"{kind}/{name}";
    }

    private static string OutputOf(Match match)
    {
        var words = match.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('"')).ToList();
        for (var stack = words.IndexOf("--stack"); stack >= 0; stack = words.IndexOf("--stack"))
            words.RemoveRange(stack, 2);
        return words.First(word => !word.StartsWith('-'));
    }

    private static HashSet<string> OutputsOf(string stack) =>
        DeclaredOutput()
            .Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Folder, "Stacks", stack)))
            .Select(match => match.Groups["name"].Value)
            .ToHashSet();

    private static IEnumerable<string> Texts(PlanValue value) =>
        value switch
        {
            PlanText text => [text.Text],
            PlanList list => list.Items.SelectMany(Texts),
            PlanMap map => map.Entries.Values.SelectMany(Texts),
            _ => [],
        };

    [GeneratedRegex(@"kubectl (?:-n [a-z-]+ )?(?<words>[^|;&\n)]*)")]
    private static partial Regex Kubectl();

    [GeneratedRegex(@"kubectl [^|;&\n]*-n (?<name>[a-z-]+)|cmctl renew -n (?<name>[a-z-]+)")]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^(deployment|job|service|ingress)/[a-z][a-z0-9-]*$")]
    private static partial Regex KindAndName();

    [GeneratedRegex("^[a-z][a-z0-9-]*$")]
    private static partial Regex PlainName();

    [GeneratedRegex("kind: \"Job\", metadata: {name: \"(?<name>[a-z-]+)\"|metadata: {name: \"(?<name>[a-z-]+)\"")]
    private static partial Regex CreatedJob();

    [GeneratedRegex(@"pmcrm-\$STACK(?<rest>(?:-[a-z0-9]+)*)")]
    private static partial Regex PhysicalName();

    [GeneratedRegex(@"'\*\*::(?<name>[a-z-]+)(?<star>\*)?'")]
    private static partial Regex Target();

    [GeneratedRegex(@"for component in (?<names>[a-z -]+); do")]
    private static partial Regex MovedComponents();

    [GeneratedRegex(@"pulumi stack output (?<words>[^)|`&\n]+)")]
    private static partial Regex OutputCommand();

    [GeneratedRegex(@"\[Output\(""(?<name>[A-Za-z]+)""\)\]")]
    private static partial Regex DeclaredOutput();
}
