using PmCrm.Components.Cluster;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Cluster;

public sealed class ImagePolicyTests
{
    private const string Policy = "gcp:binaryauthorization/policy:Policy";

    [Fact]
    public async Task An_image_of_another_registry_does_not_run() =>
        (await RecordAsync("europe-docker.pkg.dev/my-project/**", "quay.io/jetstack/*"))
            .Plan.Only(Policy)
            .ShouldCarry("defaultAdmissionRule.evaluationMode", "ALWAYS_DENY")
            .ShouldCarry("defaultAdmissionRule.enforcementMode", "ENFORCED_BLOCK_AND_AUDIT_LOG")
            .ShouldCarry("admissionWhitelistPatterns[0].namePattern", "europe-docker.pkg.dev/my-project/**")
            .ShouldCarry("admissionWhitelistPatterns[1].namePattern", "quay.io/jetstack/*");

    [Fact]
    public async Task Googles_system_images_run() =>
        (await RecordAsync("quay.io/jetstack/*")).Plan.Only(Policy).ShouldCarry("globalPolicyEvaluationMode", "ENABLE");

    [Theory]
    [InlineData("**")]
    [InlineData("*/pmcrm")]
    [InlineData("pmcrm")]
    public async Task A_pattern_that_allows_every_registry_is_refused(string pattern)
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync(pattern));
        Assert.Contains(
            $"allows '{pattern}'; accepted: at least one pattern, each with its registry",
            refusal.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_policy_that_lets_nothing_run_is_refused() => await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync());

    private static Task<Recorded<ImagePolicy>> RecordAsync(params string[] allowed) =>
        Recording.OfAsync(options => new ImagePolicy(
            "image-policy",
            new ImagePolicyArgs { Project = Arrange.Project, AllowedImages = allowed },
            options
        ));
}
