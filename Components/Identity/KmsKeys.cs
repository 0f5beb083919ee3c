using PmCrm.Components.Common;
using PmCrm.Components.Registry;
using Pulumi;
using Pulumi.Gcp.Kms;
using Pulumi.Gcp.Kms.Inputs;
using Pulumi.Gcp.Projects;

namespace PmCrm.Components.Identity;

/// <summary>
/// Customer-managed encryption keys for GKE's secrets, Cloud SQL and Artifact Registry, each usable only by the Google service that
/// encrypts with it. A resource that a key encrypts must depend on this component, because the service needs a grant on the key. A grant
/// takes minutes to become effective (https://cloud.google.com/iam/docs/access-change-propagation), so create the keys well before. The
/// keys rotate every 90 days (CKV_GCP_43) and are protected from deletion (CKV_GCP_82). An environment without this component passes <see
/// cref="EncryptionKey.GoogleManaged"/> to the components that store data.
/// </summary>
/// <example><c>examples/KmsKeysExample.cs</c></example>
public sealed class KmsKeys : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:identity:KmsKeys";

    private const string UserRole = "roles/cloudkms.cryptoKeyEncrypterDecrypter";

    private readonly KmsKeysArgs args;

    /// <summary>Creates the key rings, the keys and the grants.</summary>
    public KmsKeys(string name, KmsKeysArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        var databaseAgent = CreateAgent($"{name}-database-agent", GoogleApi.CloudSql);
        var ring = CreateRing(name, args.Region.Name);

        ClusterSecretsKey = CreateKey(
            $"{name}-cluster-secrets",
            "cluster-secrets",
            ring,
            CreateAgent($"{name}-cluster-agent", GoogleApi.KubernetesEngine)
        );
        DatabaseKey = CreateKey($"{name}-database", "database", ring, databaseAgent);
        // A key must be in the location of what it encrypts: https://cloud.google.com/artifact-registry/docs/cmek.
        ImagesKey = CreateKey(
            $"{name}-images",
            "images",
            CreateRing($"{name}-images", ImageRegistry.MultiRegion),
            CreateAgent($"{name}-images-agent", GoogleApi.ArtifactRegistry)
        );
        ReplicaKey = args.ReplicaRegion is { } region
            ? CreateKey($"{name}-replica", "database", CreateRing($"{name}-replica", region.Name), databaseAgent).Apply(id => (string?)id)
            : Output.Create((string?)null);
        RegisterOutputs();
    }

    /// <summary>Id of the key for Kubernetes secrets.</summary>
    [Output("clusterSecretsKey")]
    public Output<string> ClusterSecretsKey { get; private set; }

    /// <summary>Id of the key for the database.</summary>
    [Output("databaseKey")]
    public Output<string> DatabaseKey { get; private set; }

    /// <summary>Id of the key for images.</summary>
    [Output("imagesKey")]
    public Output<string> ImagesKey { get; private set; }

    /// <summary>Id of the key for the database's replica; null without <see cref="KmsKeysArgs.ReplicaRegion"/>.</summary>
    [Output("replicaKey")]
    public Output<string?> ReplicaKey { get; private set; }

    private KeyRing CreateRing(string name, string location) =>
        new(
            $"{name}-ring",
            new KeyRingArgs
            {
                Project = this.args.Project,
                // Google never deletes a key ring, so its name can never be used again.
                Name = $"{this.args.PhysicalName}-{location}",
                Location = location,
            },
            this.ProtectedChild(this.args.Protection).WithFixedName()
        );

    private ServiceIdentity CreateAgent(string name, string api) =>
        new(name, new ServiceIdentityArgs { Project = this.args.Project, Service = api }, this.Child());

    private Output<string> CreateKey(string name, string purpose, KeyRing ring, ServiceIdentity user)
    {
        var key = new CryptoKey(
            name,
            new CryptoKeyArgs
            {
                KeyRing = ring.Id,
                Name = purpose,
                Purpose = "ENCRYPT_DECRYPT",
                RotationPeriod = this.args.RotationPeriod.ToApiSeconds(),
                DestroyScheduledDuration = this.args.DestructionDelay.ToApiSeconds(),
                VersionTemplate = new CryptoKeyVersionTemplateArgs
                {
                    Algorithm = "GOOGLE_SYMMETRIC_ENCRYPTION",
                    ProtectionLevel = "SOFTWARE",
                },
                Labels = this.args.Labels.ToInputMap(),
            },
            this.ProtectedChild(this.args.Protection).WithFixedName()
        );
        _ = new CryptoKeyIAMMember(
            $"{name}-user",
            new CryptoKeyIAMMemberArgs
            {
                CryptoKeyId = key.Id,
                Role = UserRole,
                Member = user.Member,
            },
            this.Child()
        );
        return key.Id;
    }
}
