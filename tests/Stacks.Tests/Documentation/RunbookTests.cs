using System.Text.RegularExpressions;

namespace PmCrm.Stacks.Tests.Documentation;

/// <summary>
/// Links, make targets and configuration keys in the runbooks of docs/ must exist. What the cloud does cannot be tested here; our own names
/// can.
/// </summary>
public sealed partial class RunbookTests
{
    public static TheoryData<string> Runbooks =>
        [.. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Every_link_leads_to_a_file_and_a_heading_that_exist(string runbook)
    {
        foreach (Match link in Link().Matches(Read("docs", runbook)))
        {
            var file = link.Groups["file"].Value is { Length: > 0 } other ? other : runbook;
            Assert.True(File.Exists(Path.Combine(Root, "docs", file)), $"{runbook} links to {file}, which does not exist.");
            if (link.Groups["heading"].Value is { Length: > 0 } heading)
                Assert.Contains(heading, Heading().Matches(Read("docs", file)).Select(match => Anchor(match.Groups["text"].Value)));
        }
    }

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Every_make_target_exists(string runbook) =>
        Assert.Subset(
            MakeRule().Matches(Read("Makefile")).Select(match => match.Groups["target"].Value).ToHashSet(),
            MakeCommand().Matches(Read("docs", runbook)).Select(match => match.Groups["target"].Value).ToHashSet()
        );

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Every_configuration_key_exists(string runbook) =>
        Assert.Subset(
            DeclaredKey().Matches(Read("Pulumi.yaml")).Select(match => match.Groups["key"].Value).ToHashSet(),
            ConfigCommand().Matches(Read("docs", runbook)).Select(match => match.Groups["key"].Value).Where(key => key != "KEY").ToHashSet()
        );

    private static string Root => RepositoryRoot.Folder;

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string Anchor(string heading) => NotInAnchors().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<file>[a-z-]+\.md)?(#(?<heading>[a-z0-9-]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("[^a-z0-9 -]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"\bmake (-s )?(?<target>[a-z-]+)")]
    private static partial Regex MakeCommand();

    [GeneratedRegex(@"^(?<target>[a-z-]+):", RegexOptions.Multiline)]
    private static partial Regex MakeRule();

    [GeneratedRegex(@"pulumi config [gs]et (--secret )?(?<key>[A-Za-z][A-Za-z0-9]*)")]
    private static partial Regex ConfigCommand();

    [GeneratedRegex(@"^  (?<key>[A-Za-z][A-Za-z0-9]*):", RegexOptions.Multiline)]
    private static partial Regex DeclaredKey();
}
