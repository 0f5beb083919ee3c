using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using PmCrm.Components.Registry;
using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Components.Tests.Registry;

public sealed class ImageRegistryTests
{
    private const string Repository = "gcp:artifactregistry/repository:Repository";
    private const string Grant = "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember";

    [Fact]
    public async Task Images_survive_the_loss_of_a_region() =>
        (await RecordAsync())
            .Plan.Only(Repository)
            .ShouldCarry("repositoryId", "pmcrm-test")
            .ShouldCarry("project", Arrange.Project)
            .ShouldCarry("location", "europe")
            .ShouldCarry("format", "DOCKER")
            .ShouldCarry("mode", "STANDARD_REPOSITORY")
            .ShouldCarry("labels.managed-by", "pulumi");

    [Fact]
    public async Task Tags_can_be_deleted_as_the_clean_up_could_delete_no_image_otherwise() =>
        (await RecordAsync()).Plan.Only(Repository).ShouldCarry("dockerConfig.immutableTags", false);

    [Fact]
    public async Task Images_are_scanned_for_vulnerabilities() =>
        (await RecordAsync()).Plan.Only(Repository).ShouldCarry("vulnerabilityScanningConfig.enablementConfig", "INHERITED");

    [Fact]
    public async Task The_newest_ten_images_are_kept() =>
        (await RecordAsync())
            .Plan.Only(Repository)
            .ShouldCarry("cleanupPolicies[0].action", "KEEP")
            .ShouldCarry("cleanupPolicies[0].mostRecentVersions.keepCount", 10);

    [Fact]
    public async Task Old_images_are_deleted_though_each_has_a_tag() =>
        (await RecordAsync())
            .Plan.Only(Repository)
            .ShouldCarry("cleanupPolicyDryRun", false)
            .ShouldCarry("cleanupPolicies[1].action", "DELETE")
            .ShouldCarry("cleanupPolicies[1].condition.tagState", "ANY")
            .ShouldCarry("cleanupPolicies[1].condition.olderThan", "2592000s");

    [Fact]
    public async Task Our_key_encrypts_the_images() => (await RecordAsync()).Plan.Only(Repository).ShouldCarry("kmsKeyName", "key-1");

    [Fact]
    public async Task Googles_key_encrypts_the_images_when_chosen_explicitly() =>
        (await RecordAsync(encryption: EncryptionKey.GoogleManaged)).Plan.Only(Repository).ShouldLack("kmsKeyName");

    [Theory]
    [InlineData(Protection.On, true)]
    [InlineData(Protection.Off, false)]
    public async Task Repository_is_protected_unless_turned_off_explicitly(Protection protection, bool expected) =>
        Assert.Equal(expected, (await RecordAsync(protection: protection)).Plan.Only(Repository).Options!.Protect);

    [Fact]
    public async Task Readers_pull_and_writers_push()
    {
        var plan = (await RecordAsync()).Plan;
        plan.Only(Grant, "images-reader-auditor")
            .ShouldCarry("role", "roles/artifactregistry.reader")
            .ShouldCarry("member", "group:auditors@example.test");
        plan.Only(Grant, "images-writer-deployer")
            .ShouldCarry("role", "roles/artifactregistry.writer")
            .ShouldCarry("member", "serviceAccount:deployer@example.test");
    }

    [Theory]
    [InlineData("allUsers")]
    [InlineData("allAuthenticatedUsers")]
    public async Task A_grant_to_everybody_is_refused(string everybody)
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync(reader: everybody));
        Assert.Contains($"'{everybody}' may not use the image repository pmcrm-test", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_url_is_where_images_are_pushed_to() =>
        Assert.Equal("europe-docker.pkg.dev/pmcrm-test/pmcrm-test", await (await RecordAsync()).ValueAsync(i => i.Url));

    private static Task<Recorded<ImageRegistry>> RecordAsync(
        EncryptionKey? encryption = null,
        Protection protection = Protection.On,
        string reader = "group:auditors@example.test"
    ) =>
        Recording.OfAsync(options => new ImageRegistry(
            "images",
            new ImageRegistryArgs
            {
                Project = Arrange.Project,
                PhysicalName = Arrange.PhysicalName,
                Encryption = encryption ?? EncryptionKey.CustomerManaged("key-1"),
                Readers = new Dictionary<string, Input<string>> { ["auditor"] = reader },
                Writers = new Dictionary<string, Input<string>> { ["deployer"] = "serviceAccount:deployer@example.test" },
                Protection = protection,
                Labels = Arrange.Labels,
            },
            options
        ));
}
