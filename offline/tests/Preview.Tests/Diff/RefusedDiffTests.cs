using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;
using static PmCrm.Preview.Tests.Harness.Plans;

namespace PmCrm.Preview.Tests.Diff;

/// <summary>
/// Programs that the engine refuses because of the deployed state (pulumi/pulumi, pkg/resource/deploy/step_generator.go).
/// </summary>
public sealed class RefusedDiffTests
{
    private const string Bucket = "gcp:storage/bucket:Bucket";

    [Fact]
    public void Two_resources_cannot_claim_one_former_identity()
    {
        var old = Resource(Bucket, "my");
        var options = new PlanOptions { Aliases = [old.Urn] };

        Assert.Contains(
            $"both have the alias '{old.Urn}'",
            Refused([old], Resource(Bucket, "b2") with { Options = options }, Resource(Bucket, "b3") with { Options = options }),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_alias_of_a_resource_that_is_still_registered_is_refused(bool standsFirst)
    {
        var old = Resource(Bucket, "my");
        var other = Resource(Bucket, "other") with { Options = new PlanOptions { Aliases = [old.Urn] } };

        Assert.Contains(old.Urn, Refused([old], standsFirst ? [old, other] : [other, old]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_resource_with_an_invalid_path_in_replaceOnChanges_is_refused()
    {
        var options = new PlanOptions { ReplaceOnChanges = ["labels[abc]"] };

        Assert.Contains(
            "replaceOnChanges 'labels[abc]', which is not a property path",
            Refused([Resource(Bucket, "a", ("x", Text("1")))], Resource(Bucket, "a", ("x", Text("2"))) with { Options = options }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_alias_of_a_URN_that_was_never_deployed_is_ignored()
    {
        var options = new PlanOptions { Aliases = ["urn:pulumi:staging::shop::gcp:storage/bucket:Bucket::never"] };

        Assert.Equal(
            2,
            PlanComparer
                .Compare(
                    Of(),
                    Of(Resource(Bucket, "a") with { Options = options }, Resource(Bucket, "b") with { Options = options }),
                    "main"
                )
                .Count(DiffKind.Added)
        );
    }

    private static string Refused(PlanResource[] before, params PlanResource[] after)
    {
        var error = Assert.Throws<PreviewException>(() => PlanComparer.Compare(Of(before), Of(after), "main"));
        Assert.Equal(ExitCodes.ProgramFailed, error.ExitCode);
        return error.Message;
    }
}
