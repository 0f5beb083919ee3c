using System.Text.RegularExpressions;

namespace PmCrm.Stacks.Tests.Documentation;

/// <summary>A shell expands an unset variable to nothing, and the command then acts on something else.</summary>
public sealed partial class RunbookVariableTests
{
    public static TheoryData<string> Pages => [.. PageCode.Pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_variable_is_set_before_it_is_used(string page)
    {
        var set = new HashSet<string>(StringComparer.Ordinal);

        Assert.Empty(Unset(PageCode.Blocks(page), set));
        // Inline code is outside of the blocks, so its order is not checked.
        Assert.Empty(Unset(PageCode.Inline(page), set));
    }

    [Theory]
    [InlineData("echo $A\nA=1", "A")]
    [InlineData("A=$B C=1", "B")]
    [InlineData("for a in 1 2; do echo \"${a} ${b#x}\"; done", "b")]
    [InlineData("echo \"$(gcloud x --project=$P)\"", "P")]
    public void A_variable_that_nobody_set_is_found(string script, string name) => Assert.Equal([name], Unset(script, []));

    [Theory]
    [InlineData("export A=1 B=$A\necho $B")]
    [InlineData("jq '{$name} | $x' | grep -o \"::$\"")]
    [InlineData("for s in a; do grep \"$s\\$\"; done")]
    public void A_variable_that_is_set_or_not_the_shells_passes(string script) => Assert.Empty(Unset(script, []));

    private static List<string> Unset(string script, HashSet<string> set)
    {
        var unset = new List<string>();
        foreach (Match match in SetOrUsed().Matches(script))
            if (match.Groups["set"] is { Success: true } name)
                set.Add(name.Value);
            else if (match.Groups["used"] is { Success: true } used && !set.Contains(used.Value))
                unset.Add(used.Value);
        return unset;
    }

    // The shell does not expand text in single quotes or after a backslash; a single quote within double quotes is a character.
    [GeneratedRegex("""(?<![A-Za-z"])'[^'\n]*'|\\\$|(?<![\w$.-])(?<set>[A-Za-z_]\w*)=|\bfor (?<set>\w+) in\b|\$\{?(?<used>[A-Za-z_]\w*)""")]
    private static partial Regex SetOrUsed();
}
