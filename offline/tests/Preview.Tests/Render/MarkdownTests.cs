using System.Text;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;
using static PmCrm.Preview.Tests.Harness.Plans;

namespace PmCrm.Preview.Tests.Render;

public sealed class MarkdownTests
{
    [Fact]
    public void Names_and_values_cannot_break_out_of_a_table()
    {
        var plan = Of(Resource("acme:index:Thing", "a|b", ("note", Text("x | y\n<img src=x> `code` @team"))));

        Assert.Contains(
            @"| `a\|b` | `Thing` | ``note x \| y\n<img src=x> `code` @team`` |",
            PlanMarkdown.Write(plan),
            StringComparison.Ordinal
        );
    }

    private static string Comment((DeploymentPlan Before, DeploymentPlan After, string BaseName) change)
    {
        var (before, after, name) = change;
        var diff = PlanComparer.Compare(before, after, name);
        return PullRequestComment.Write(new ReviewBase(name), [StackReview.Of(diff, before, after)]);
    }

    // Texts that GitHub turns into a link, a mention, a picture or markup.
    public static TheoryData<string> Hostile =>
        [
            "@team",
            "see @org/team now",
            "#1",
            "GH-2",
            "owner/repo#3",
            "0123456789abcdef0123456789abcdef01234567",
            "owner@0123abcd",
            "https://evil.example/x",
            "www.evil.example",
            "someone@evil.example",
            "&#64;team",
            "\\#1",
            "\\@team",
            ":tada:",
            "$x$",
            "a\\|b",
            "|",
            "a|b|c",
            "`",
            "``@team``",
            "`@team",
            " ` @team ` ",
            "two\nlines",
            "# heading\n# @team",
            "- [ ] task",
            "---",
            "<img src=x onerror=alert(1)>",
            "</summary></details>@team",
            "<!-- @team",
            "[a](https://evil.example)",
            "![a](https://evil.example)",
            "**@team**",
            "~~@team~~",
            "\u001b[31m@team",
            "a\u2028b @team",
        ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Text_of_a_program_is_code_and_nothing_else_when_rendered(string text)
    {
        var thing = Resource($"acme:index:{text}", text, (text, Text(text)));
        var changed = Resource($"acme:index:{text}", text, (text, Text("other")));
        var outputs = Map((text, Text(text)));
        var warned = Of(Component(text, text), thing) with { Outputs = outputs, Diagnostics = [new Diagnostic(Severity.Warning, text)] };
        string[] documents =
        [
            PlanMarkdown.Write(warned),
            Comment((Of(thing), Of(changed) with { Outputs = outputs }, text)),
            Comment((Of(thing), Of(), text)),
            Comment((Of(), Of(thing), text)),
        ];

        Assert.All(documents.SelectMany(document => Rendered.ByEach(document).Select(html => (document, html))), rendered =>
        {
            var (document, html) = rendered;
            Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<a ", html, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(document.Split("<details>").Length, html.Split("<details>").Length);
            // Outside code there is only our own text.
            Assert.DoesNotMatch(@"[@#]|GH-|[0-9a-f]{7}|evil|heading|:tada:|team", Rendered.OutsideCode(html));
            // Tables of resources and changes have three columns, tables of outputs of a plan two.
            Assert.All(Rendered.Rows(html), row => Assert.InRange(row, 2, 3));
            var rows = document.Split('\n').Count(line => line.StartsWith('|') && line.Contains('`', StringComparison.Ordinal));
            Assert.Equal(rows, Rendered.Rows(html).Count() - html.Split("<table>").Length + 1);
        });
    }

    [Fact]
    public void A_comment_stays_below_the_limit_of_a_pull_request()
    {
        var many = Enumerable
            .Range(0, 2_000)
            .Select(i => Resource("acme:index:Thing", $"thing-{i}", ("text", Text(new string('x', 1_000)))))
            .ToArray();

        var comment = Comment((Of(), Of(many), "main"));

        Assert.InRange(Encoding.UTF8.GetByteCount(comment), 1, 60_000);
        Assert.Contains("more resources did not fit into a comment", comment, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comment_stays_below_the_limit_when_everything_is_removed()
    {
        var many = Enumerable.Range(0, 3_000).Select(i => Resource("acme:index:Thing", $"thing-{i}")).ToArray();
        var outputs = Map([.. Enumerable.Range(0, 300).Select(i => ($"output-{i}", (PlanValue)Text(new string('x', 1_000))))]);

        var comment = Comment((Of(many) with { Outputs = outputs }, Of(), "main"));

        Assert.InRange(Encoding.UTF8.GetByteCount(comment), 1, 60_000);
        Assert.Contains("more resources did not fit into a comment", comment, StringComparison.Ordinal);
        Assert.Contains("1 more table of changed outputs did not fit into a comment", comment, StringComparison.Ordinal);
    }
}
