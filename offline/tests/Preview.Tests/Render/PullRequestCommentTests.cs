using System.Text;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;
using static PmCrm.Preview.Tests.Harness.Plans;

namespace PmCrm.Preview.Tests.Render;

public sealed class PullRequestCommentTests
{
    [Fact]
    public void Production_comes_first_whatever_the_order()
    {
        var comment = PullRequestComment.Write(new ReviewBase("main"), [Review("staging", Thing("a")), Review("production", Thing("a"))]);
        Assert.True(
            comment.IndexOf("- `production`: ", StringComparison.Ordinal) < comment.IndexOf("- `staging`: ", StringComparison.Ordinal),
            comment
        );
    }

    [Fact]
    public void Base_is_named_by_commit_and_subject_which_cannot_ping_or_refer()
    {
        var compared = new ReviewBase("main", "1a2b3c4", "merge #12 for @team </details> `x`");
        var comment = PullRequestComment.Write(compared, [Review("staging", Thing("a"))]);
        Assert.Contains("Compared with `1a2b3c4` `` merge #12 for @team </details> `x` ``.", comment, StringComparison.Ordinal);
        Assert.Contains("Offline: what the providers validate is not checked.", comment, StringComparison.Ordinal);
        Assert.All(Rendered.ByEach(comment), html => Assert.DoesNotMatch("[@#]", Rendered.OutsideCode(html)));
    }

    [Fact]
    public void One_limit_holds_for_all_stacks_together_and_each_keeps_its_summary()
    {
        var many = Enumerable.Range(0, 2_000).Select(number => Thing($"thing-{number}")).ToArray();
        var reviews = Enumerable.Range(0, 5).Select(number => Review($"stack{number}", many)).ToList();
        var comment = PullRequestComment.Write(new ReviewBase("main"), reviews);
        Assert.InRange(Encoding.UTF8.GetByteCount(comment), 30_000, 60_000);
        Assert.All(reviews, review => Assert.Contains($"#### Resources of `{review.Diff.Stack}`", comment, StringComparison.Ordinal));
        Assert.Equal(5, comment.Split("more resources did not fit into a comment").Length - 1);
        Assert.Equal(comment.Split("<details>").Length, comment.Split("</details>").Length);
    }

    [Fact]
    public void What_is_dangerous_is_named_before_the_resources_and_the_rest_after_it()
    {
        static PlanResource Bucket(string location) =>
            Resource("gcp:storage/bucket:Bucket", "files", ("forceDestroy", new PlanBool(true)), ("location", Text(location)));
        var before = Of(Bucket("EU"), Thing("gone"));
        var after = Of(Bucket("US"));
        var diff = PlanComparer.Compare(before, after, "main");

        Assert.Equal(
            """
            ## What this does to the infrastructure

            - `staging`: **🔴 loses data** (1 replaced, 1 removed, 0 unchanged)

            Compared with `main`. Offline: what the providers validate is not checked.

            ### `staging`

            **Loss of data**

            - `files` (`Bucket`) is **replaced**: its objects are deleted; soft delete may keep them for days, because `location` changes. Nothing protects it.

            **Also removed**: `gone` (`Thing`).

            #### Resources

            Without a component: 1 replaced, 1 removed

            <details><summary>replaced: <code>files</code> <i><code>Bucket</code></i></summary>

            `urn:pulumi:staging::shop::gcp:storage/bucket:Bucket::files`

            | property | before | after |
            | --- | --- | --- |
            | `location` **(forces replacement)** | `EU` | `US` |

            </details>
            <details><summary>removed: <code>gone</code> <i><code>Thing</code></i></summary>

            `urn:pulumi:staging::shop::acme:index:Thing::gone`


            </details>

            """,
            PullRequestComment.Write(new ReviewBase("main"), [StackReview.Of(diff, before, after)])
        );
    }

    [Theory]
    [InlineData(true, false, "replaces")]
    [InlineData(false, true, "removes")]
    [InlineData(true, true, "replaces and removes")]
    public void Verdict_says_what_is_true_of_the_change_and_nothing_else(bool replaces, bool removes, string expected)
    {
        const string network = "gcp:compute/route:Route";
        var (kept, replaced) = (Resource(network, "way", ("description", Text("a"))), Resource(network, "way", ("description", Text("b"))));
        var before = removes ? Of(kept, Thing("gone")) : Of(kept);
        var after = Of(replaces ? replaced : kept);
        var comment = PullRequestComment.Write(
            new ReviewBase("main"),
            [StackReview.Of(PlanComparer.Compare(before, after, "main"), before, after)]
        );
        Assert.Contains($"- `staging`: **🟠 {expected}** (", comment, StringComparison.Ordinal);
    }

    private static StackReview Review(string stack, params PlanResource[] added)
    {
        var (before, after) = (Of() with { Stack = stack }, Of(added) with { Stack = stack });
        return StackReview.Of(PlanComparer.Compare(before, after, "main"), before, after);
    }

    private static PlanResource Thing(string name) => Resource("acme:index:Thing", name, ("note", Text(new string('x', 200))));
}
