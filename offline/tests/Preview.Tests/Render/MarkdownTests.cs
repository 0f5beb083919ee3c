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

        Assert.Contains(@"| a\|b | Thing | note x \| y\\n&lt;img src=x&gt; \`code\` &#64;team |", PlanMarkdown.Write(plan), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pull_request_comment_leads_with_what_is_dangerous_and_unfolds_the_rest()
    {
        var before = Of(Resource("gcp:storage/bucket:Bucket", "files", ("location", Text("EU"))), Resource("acme:index:Thing", "gone"));
        var after = Of(
            Resource("gcp:storage/bucket:Bucket", "files", ("location", Text("US"))), Resource("acme:index:Thing", "new", ("size", new PlanNumber(1))));

        Assert.Equal("""
            ## shop / staging

            Against main: **1 replaced, 1 removed, 1 added, 0 unchanged**

            - **replaced** files (Bucket)
            - **removed** gone (Thing)

            <details><summary>replaced: files <i>Bucket</i></summary>

            `urn:pulumi:staging::shop::gcp:storage/bucket:Bucket::files`

            | property | before | after |
            | --- | --- | --- |
            | location **(forces replacement)** | EU | US |

            </details>
            <details><summary>removed: gone <i>Thing</i></summary>

            `urn:pulumi:staging::shop::acme:index:Thing::gone`


            </details>
            <details><summary>added: new <i>Thing</i></summary>

            `urn:pulumi:staging::shop::acme:index:Thing::new`

            | property | before | after |
            | --- | --- | --- |
            | size |  | 1 |

            </details>

            """, DiffMarkdown.Write(PlanComparer.Compare(before, after, "main")));
    }

    [Fact]
    public void A_comment_stays_below_what_a_pull_request_takes()
    {
        var many = Enumerable.Range(0, 2_000).Select(i => Resource("acme:index:Thing", $"thing-{i}", ("text", Text(new string('x', 1_000))))).ToArray();

        var comment = DiffMarkdown.Write(PlanComparer.Compare(Of(), Of(many), "main"));

        Assert.InRange(comment.Length, 1, 65_536);
        Assert.Contains("more resources did not fit into a comment", comment, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comment_stays_below_it_when_everything_goes()
    {
        var many = Enumerable.Range(0, 3_000).Select(i => Resource("acme:index:Thing", $"thing-{i}")).ToArray();
        var outputs = Map([.. Enumerable.Range(0, 300).Select(i => ($"output-{i}", (PlanValue)Text(new string('x', 1_000))))]);

        var comment = DiffMarkdown.Write(PlanComparer.Compare(Of(many) with { Outputs = outputs }, Of(), "main"));

        Assert.InRange(comment.Length, 1, 65_536);
        Assert.Contains("more removed or replaced resources did not fit into a comment", comment, StringComparison.Ordinal);
        Assert.Contains("300 changed outputs did not fit into a comment", comment, StringComparison.Ordinal);
    }
}
