using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Identity;

public sealed class KmsKeysTests
{
    private const string Ring = "gcp:kms/keyRing:KeyRing";
    private const string Key = "gcp:kms/cryptoKey:CryptoKey";
    private const string Grant = "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember";

    [Fact]
    public async Task Each_region_has_its_key_ring()
    {
        var plan = (await RecordAsync()).Plan;
        plan.Only(Ring, "keys-ring").ShouldCarry("location", "europe-west1").ShouldCarry("name", "pmcrm-test-europe-west1");
        // The key is in the images' multi-region.
        plan.Only(Ring, "keys-images-ring").ShouldCarry("location", "europe").ShouldCarry("name", "pmcrm-test-europe");
        plan.Only(Ring, "keys-replica-ring").ShouldCarry("location", "europe-west3").ShouldCarry("name", "pmcrm-test-europe-west3");
    }

    [Fact]
    public async Task There_is_a_key_for_cluster_secrets_database_images_and_replica() =>
        Assert.Equal(
            ["keys-cluster-secrets", "keys-database", "keys-images", "keys-replica"],
            (await RecordAsync()).Plan.All(Key).Select(key => key.Name).Order(StringComparer.Ordinal)
        );

    [Fact]
    public async Task Keys_rotate_every_ninety_days() =>
        Assert.All((await RecordAsync()).Plan.All(Key), key => key.ShouldCarry("rotationPeriod", "7776000s"));

    [Fact]
    public async Task Keys_encrypt_symmetrically_and_carry_labels() =>
        Assert.All((await RecordAsync()).Plan.All(Key), key =>
            key.ShouldCarry("purpose", "ENCRYPT_DECRYPT")
                .ShouldCarry("versionTemplate.algorithm", "GOOGLE_SYMMETRIC_ENCRYPTION")
                .ShouldCarry("labels.env", "test")
        );

    [Fact]
    public async Task A_destroyed_key_version_can_be_restored_for_thirty_days() =>
        Assert.All((await RecordAsync()).Plan.All(Key), key => key.ShouldCarry("destroyScheduledDuration", "2592000s"));

    [Theory]
    [InlineData(Ring)]
    [InlineData(Key)]
    public async Task Keys_and_rings_are_protected(string type) =>
        Assert.All((await RecordAsync()).Plan.All(type), resource => Assert.True(resource.Options!.Protect));

    [Fact]
    public async Task Protection_is_turned_off_explicitly() =>
        Assert.All((await RecordAsync(Protection.Off)).Plan.All(Key), key => Assert.False(key.Options!.Protect));

    [Theory]
    [InlineData("keys-cluster-secrets-user", "container.googleapis.com")]
    [InlineData("keys-database-user", "sqladmin.googleapis.com")]
    [InlineData("keys-replica-user", "sqladmin.googleapis.com")]
    [InlineData("keys-images-user", "artifactregistry.googleapis.com")]
    public async Task Each_key_is_used_by_its_service_and_nobody_else(string name, string service) =>
        (await RecordAsync())
            .Plan.Only(Grant, name)
            .ShouldCarry("role", "roles/cloudkms.cryptoKeyEncrypterDecrypter")
            .ShouldCarry("member", $"serviceAccount:agent-of-{service}");

    [Fact]
    public async Task No_key_has_a_second_user() =>
        Assert.Equal(4, (await RecordAsync()).Plan.All(Grant).Select(grant => grant.At("cryptoKeyId")).Distinct().Count());

    [Fact]
    public async Task A_new_grant_on_a_key_does_not_make_its_id_unknown()
    {
        var keys = await RecordAsync();
        Assert.Equal("keys-database-id", await keys.ValueAsync(k => k.DatabaseKey));
        Assert.Equal(["keys-database"], await keys.WaitsForAsync(k => k.DatabaseKey));
        Assert.Equal(["keys-cluster-secrets"], await keys.WaitsForAsync(k => k.ClusterSecretsKey));
        Assert.Equal(["keys-images"], await keys.WaitsForAsync(k => k.ImagesKey));
        Assert.Equal(["keys-replica"], await keys.WaitsForAsync(k => k.ReplicaKey));
    }

    [Fact]
    public async Task Without_a_replica_there_is_no_key_for_it()
    {
        var keys = await RecordAsync(replicaRegion: null);
        Assert.DoesNotContain(keys.Plan.All(Key), key => key.Name == "keys-replica");
        Assert.DoesNotContain(keys.Plan.All(Ring), ring => ring.Name == "keys-replica-ring");
        Assert.Null(await keys.ValueAsync(k => k.ReplicaKey));
    }

    private static Task<Recorded<KmsKeys>> RecordAsync() => RecordAsync(EuRegion.Frankfurt);

    private static Task<Recorded<KmsKeys>> RecordAsync(Protection protection) => RecordAsync(EuRegion.Frankfurt, protection);

    private static Task<Recorded<KmsKeys>> RecordAsync(EuRegion? replicaRegion, Protection protection = Protection.On) =>
        Recording.OfAsync(options => new KmsKeys(
            "keys",
            new KmsKeysArgs
            {
                Project = Arrange.Project,
                PhysicalName = Arrange.PhysicalName,
                Region = EuRegion.Belgium,
                ReplicaRegion = replicaRegion,
                Protection = protection,
                Labels = Arrange.Labels,
            },
            options
        ));
}
