using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Components.Tests.Identity;

public sealed class SecretStoreTests
{
    private const string Secret = "gcp:secretmanager/secret:Secret";
    private const string Version = "gcp:secretmanager/secretVersion:SecretVersion";
    private const string Topic = "gcp:pubsub/topic:Topic";

    [Fact]
    public async Task Secrets_are_kept_in_both_EU_regions_and_nowhere_else() =>
        Assert.Equal(
            ["europe-west1", "europe-west3"],
            (await RecordAsync())
                .Plan.Only(Secret, "secrets-jwt")
                .ListAt("replication.userManaged.replicas")
                .Select(replica => ((IReadOnlyDictionary<string, object>)replica)["location"])
        );

    [Fact]
    public async Task A_secret_is_named_after_the_environment_and_labelled() =>
        (await RecordAsync())
            .Plan.Only(Secret, "secrets-jwt")
            .ShouldCarry("secretId", "pmcrm-test-jwt")
            .ShouldCarry("project", Arrange.Project)
            .ShouldCarry("labels.app", "pmcrm");

    [Fact]
    public async Task Each_secret_has_one_version_with_its_value()
    {
        var plan = (await RecordAsync()).Plan;
        Assert.Equal(plan.All(Secret).Count, plan.All(Version).Count);
        plan.Only(Version, "secrets-jwt-version").ShouldCarry("secret", "secrets-jwt-id").ShouldCarry("secretData", "planted-value-1");
    }

    [Fact]
    public async Task The_value_is_secret_even_where_it_was_not_marked_so()
    {
        Pulumi.Gcp.SecretManager.SecretVersion? version = null;
        await Recording.OfAsync(options =>
        {
            options.ResourceTransformations.Add(args =>
            {
                version = args.Resource as Pulumi.Gcp.SecretManager.SecretVersion ?? version;
                Assert.True(
                    args.Args is not Pulumi.Gcp.SecretManager.SecretVersionArgs { SecretData: { } data }
                        || Output.IsSecretAsync(data.ToOutput()).GetAwaiter().GetResult()
                );
                return null;
            });
            return Create(options, Protection.On);
        });
        Assert.NotNull(version);
    }

    [Fact]
    public async Task A_replaced_value_can_be_restored_for_seven_days() =>
        (await RecordAsync()).Plan.Only(Secret, "secrets-jwt").ShouldCarry("versionDestroyTtl", "604800s");

    [Fact]
    public async Task Secrets_are_protected_in_the_api_and_in_the_program() => Assert.All((await RecordAsync()).Plan.All(Secret), secret =>
        {
            secret.ShouldCarry("deletionProtection", true);
            Assert.True(secret.Options!.Protect);
        });

    [Fact]
    public async Task Protection_is_turned_off_explicitly() => Assert.All((await RecordAsync(Protection.Off)).Plan.All(Secret), secret =>
        {
            secret.ShouldCarry("deletionProtection", false);
            Assert.False(secret.Options!.Protect);
        });

    [Fact]
    public async Task A_rotating_secret_has_a_period_a_first_time_and_a_topic() =>
        (await RecordAsync())
            .Plan.Only(Secret, "secrets-jwt")
            .ShouldCarry("rotation.rotationPeriod", "7776000s")
            .ShouldCarry("rotation.nextRotationTime", "2030-01-01T09:00:00Z")
            .ShouldCarry("topics[0].name", "secrets-rotation-id");

    [Fact]
    public async Task The_next_rotation_is_left_to_Secret_Manager() =>
        Assert.Equal(
            ["rotation.nextRotationTime"],
            ((CustomResourceOptions)(await RecordAsync()).Plan.Only(Secret, "secrets-jwt").Options!).IgnoreChanges
        );

    [Fact]
    public async Task A_secret_without_rotation_has_neither() =>
        (await RecordAsync()).Plan.Only(Secret, "secrets-link").ShouldLack("rotation").ShouldLack("topics");

    [Fact]
    public async Task An_expiring_secret_says_when() =>
        (await RecordAsync()).Plan.Only(Secret, "secrets-link").ShouldCarry("expireTime", "2030-06-01T00:00:00Z");

    [Fact]
    public async Task A_lasting_secret_does_not_expire() => (await RecordAsync()).Plan.Only(Secret, "secrets-jwt").ShouldLack("expireTime");

    [Fact]
    public async Task Secret_Manager_may_publish_on_the_topic_which_stays_in_the_EU()
    {
        var plan = (await RecordAsync()).Plan;
        Assert.Equal(["europe-west1", "europe-west3"], plan.Only(Topic).ListAt("messageStoragePolicy.allowedPersistenceRegions"));
        plan.Only("gcp:pubsub/topicIAMMember:TopicIAMMember")
            .ShouldCarry("role", "roles/pubsub.publisher")
            .ShouldCarry("member", "serviceAccount:agent-of-secretmanager.googleapis.com");
    }

    [Fact]
    public async Task A_new_value_of_a_secret_does_not_change_its_id() =>
        Assert.Equal(["secrets-jwt"], await (await RecordAsync()).WaitsForAsync(s => s.SecretIds["jwt"]));

    [Fact]
    public async Task A_secret_that_rotates_comes_after_the_grant_to_publish_on_its_topic() =>
        Assert.Contains(
            "secrets-rotation-publisher",
            (await RecordAsync()).Plan.Only("gcp:secretmanager/secret:Secret", "secrets-jwt").DependsOn
        );

    [Fact]
    public async Task A_change_of_a_secret_triggers_no_rotation_alert() =>
        (await RecordAsync())
            .Plan.Only("gcp:pubsub/subscription:Subscription")
            .ShouldCarry("name", "pmcrm-test-secret-rotation-due")
            .ShouldCarry("topic", "secrets-rotation-id")
            .ShouldCarry("filter", "attributes.eventType = \"SECRET_ROTATE\"")
            .ShouldCarry("messageRetentionDuration", "2678400s")
            .ShouldCarry("expirationPolicy.ttl", "");

    [Fact]
    public async Task A_secret_that_configuration_may_remove_is_not_protected()
    {
        var plan = (await RecordAsync(isOptional: true)).Plan;
        Assert.False(plan.Only(Secret, "secrets-jwt").ShouldCarry("deletionProtection", false).Options!.Protect);
        Assert.True(plan.Only(Secret, "secrets-link").ShouldCarry("deletionProtection", true).Options!.Protect);
    }

    [Fact]
    public async Task Without_a_rotating_secret_there_is_no_topic()
    {
        var store = await Recording.OfAsync(options => new SecretStore(
            "secrets",
            new SecretStoreArgs
            {
                Project = Arrange.Project,
                PhysicalName = Arrange.PhysicalName,
                Labels = Arrange.Labels,
                Secrets = new Dictionary<string, StoredSecret> { ["one"] = new() { Value = "planted-value-1" } },
            },
            options
        ));
        store.Plan.None(Topic);
        Assert.Null(await store.ValueAsync(s => s.RotationTopic));
    }

    private static Task<Recorded<SecretStore>> RecordAsync(Protection protection = Protection.On, bool isOptional = false) =>
        Recording.OfAsync(options => Create(options, protection, isOptional));

    private static SecretStore Create(ComponentResourceOptions options, Protection protection, bool isOptional = false) =>
        new(
            "secrets",
            new SecretStoreArgs
            {
                Project = Arrange.Project,
                PhysicalName = Arrange.PhysicalName,
                Protection = protection,
                Labels = Arrange.Labels,
                Secrets = new Dictionary<string, StoredSecret>
                {
                    ["jwt"] = new()
                    {
                        Value = "planted-value-1",
                        IsOptional = isOptional,
                        Rotation = new SecretRotation(
                            TimeSpan.FromDays(90),
                            new DateTimeOffset(2030, 1, 1, 10, 0, 0, TimeSpan.FromHours(1))
                        ),
                    },
                    ["link"] = new() { Value = "planted-value-2", ExpiresAt = new DateTimeOffset(2030, 6, 1, 0, 0, 0, TimeSpan.Zero) },
                },
            },
            options
        );
}
