using System.Text.Json;
using System.Text.RegularExpressions;
using PmCrm.LocalServers;

namespace PmCrm.Repository.Tests;

/// <summary>The order of the runbooks' steps, and their command that transforms a state file.</summary>
public sealed partial class RunbookOrderTests
{
    public static TheoryData<string> PagesThatUpdateByHand =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Checkout.Root, "docs"), "*.md")
                .Where(file => FencedUpdate().IsMatch(File.ReadAllText(file)))
                .Select(file => Path.GetFileName(file))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(PagesThatUpdateByHand))]
    public void A_page_sets_the_image_before_its_first_update(string page)
    {
        // A first deployment has no image to keep: it sets the one that it has just pushed.
        var sets = page is "deploy.md" or "mvp.md" ? "pulumi config set image" : "eng/use-deployed-image $STACK";
        var update = page == "deploy.md" ? FinalUpdate() : FencedUpdate();
        var text = Read(page);

        Assert.InRange(text.IndexOf(sets, StringComparison.Ordinal), 0, update.Match(text).Index);
    }

    [Fact]
    public void Failover_stops_writes_promotes_builds_loads_verifies_and_then_moves_the_names()
    {
        var page = Read("restore.md");
        var failover = page[page.IndexOf("## Fail over", StringComparison.Ordinal)..];

        AssertInOrder(
            failover,
            "gh workflow disable deploy",
            "gcloud sql instances promote-replica",
            "pulumi up --exclude '**::dns*'",
            "gcloud sql backups restore",
            "curl -fsS --resolve",
            "for component in dns frontend",
            "\npulumi up\n",
            "gh workflow enable deploy"
        );
        // The phase foundation deletes everything else, so the keys are moved after it.
        AssertInOrder(failover, "phase foundation && pulumi up", "for component in jwt-secret encryption-key", "pulumi config rm phase");
    }

    [Theory]
    [InlineData("""{"version":3,"checkpoint":{"stack":"staging","latest":{"manifest":{},"resources":[{"urn":"u"}]}}}""", false)]
    [InlineData(
        """{"version":4,"features":["refreshBeforeUpdate"],"checkpoint":{"stack":"s","latest":{"manifest":{},"resources":[{"urn":"u"}]}}}""",
        true
    )]
    public async Task A_checkpoint_of_the_bucket_becomes_a_deployment_that_import_takes(string checkpoint, bool hasFeatures)
    {
        Assert.SkipWhen(ChildProcess.Find("jq") is null && Environment.GetEnvironmentVariable("CI") is null, "jq is not installed");
        var filter = CheckpointFilter().Match(Read("rollback.md")).Groups[1].Value;
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, checkpoint);

        var (exitCode, printed) = await ChildProcess.Run("jq", [filter, file]);
        File.Delete(file);

        Assert.True(exitCode == 0, printed);
        var deployment = JsonDocument.Parse(printed).RootElement;
        Assert.Equal("u", deployment.GetProperty("deployment").GetProperty("resources")[0].GetProperty("urn").GetString());
        Assert.Equal(hasFeatures ? 4 : 3, deployment.GetProperty("version").GetInt32());
        Assert.Equal(hasFeatures, deployment.TryGetProperty("features", out _));
    }

    private static void AssertInOrder(string text, params string[] parts)
    {
        var from = 0;
        foreach (var part in parts)
        {
            var at = text.IndexOf(part, from, StringComparison.Ordinal);
            Assert.True(at >= 0, $"'{part}' does not follow what comes before it");
            from = at + part.Length;
        }
    }

    private static string Read(string page) => File.ReadAllText(Path.Combine(Checkout.Root, "docs", page));

    [GeneratedRegex("^(?:.*&& )?pulumi up", RegexOptions.Multiline)]
    private static partial Regex FencedUpdate();

    [GeneratedRegex("^pulumi config rm phase\npulumi up", RegexOptions.Multiline)]
    private static partial Regex FinalUpdate();

    [GeneratedRegex("jq '([^']+)' checkpoint.json")]
    private static partial Regex CheckpointFilter();
}
