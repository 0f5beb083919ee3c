using System.Collections.Immutable;
using System.Globalization;
using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Gcp.Projects;
using Pulumi.Gcp.PubSub;
using Pulumi.Gcp.PubSub.Inputs;
using Pulumi.Gcp.SecretManager;
using Pulumi.Gcp.SecretManager.Inputs;

namespace PmCrm.Components.Identity;

/// <summary>
/// Secrets in Secret Manager, stored in named EU regions, one version each. An account needs a grant for each secret that it reads: <see
/// cref="WorkloadIdentityAccountArgs.ReadsSecrets"/> takes <see cref="SecretIds"/>. When a secret with a rotation period is due, Secret
/// Manager publishes a message to a Pub/Sub topic; a person or a job then sets the new value in the stack's configuration.
/// </summary>
/// <example><c>examples/SecretStoreExample.cs</c></example>
public sealed class SecretStore : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:identity:SecretStore";

    private readonly SecretStoreArgs args;

    /// <summary>Creates the secrets and, where one rotates, the topic that announces rotations.</summary>
    public SecretStore(string name, SecretStoreArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        var reminders = args.Secrets.Values.Any(secret => secret.Rotation is not null) ? CreateReminders(name) : null;

        SecretIds = args.Secrets.ToImmutableDictionary(
            secret => secret.Key,
            secret => CreateSecret($"{name}-{secret.Key}", secret.Key, secret.Value, reminders)
        );
        RotationTopic = reminders?.Topic.Id.Apply(topic => (string?)topic) ?? Output.Create((string?)null);
        RegisterOutputs();
    }

    /// <summary>
    /// Secret Manager's ids by the keys of <see cref="SecretStoreArgs.Secrets"/>. Resources that read a value must depend on this
    /// component, which also creates the values.
    /// </summary>
    public ImmutableDictionary<string, Output<string>> SecretIds { get; }

    /// <summary>Id of the topic that says which secret is due for rotation; null when none rotates.</summary>
    [Output("rotationTopic")]
    public Output<string?> RotationTopic { get; private set; }

    /// <summary>
    /// Google's name of the subscription of a store with this prefix, if one of its secrets rotates. It has a message for each secret that
    /// is due.
    /// </summary>
    public static string RotationSubscriptionName(string physicalName) => $"{physicalName}-secret-rotation-due";

    /// <summary>Google's name of the topic of a store with this prefix, if one of its secrets rotates.</summary>
    public static string RotationTopicName(string physicalName) => $"{physicalName}-secret-rotation";

    private Reminders CreateReminders(string name)
    {
        var topic = new Topic(
            $"{name}-rotation",
            new TopicArgs
            {
                Project = this.args.Project,
                Name = RotationTopicName(this.args.PhysicalName),
                MessageStoragePolicy = new TopicMessageStoragePolicyArgs
                {
                    AllowedPersistenceRegions = this.args.Regions.Select(region => region.Name).ToArray(),
                },
                Labels = this.args.Labels.ToInputMap(),
            },
            this.Child().WithFixedName()
        );
        var agent = new ServiceIdentity(
            $"{name}-agent",
            new ServiceIdentityArgs { Project = this.args.Project, Service = GoogleApi.SecretManager },
            this.Child()
        );
        var publisher = new TopicIAMMember(
            $"{name}-rotation-publisher",
            new TopicIAMMemberArgs
            {
                Project = this.args.Project,
                Topic = topic.Id,
                Role = "roles/pubsub.publisher",
                Member = agent.Member,
            },
            this.Child()
        );
        _ = new Subscription(
            $"{name}-rotation-due",
            new SubscriptionArgs
            {
                Project = this.args.Project,
                Name = RotationSubscriptionName(this.args.PhysicalName),
                Topic = topic.Id,
                // Secret Manager publishes every change of a secret: https://cloud.google.com/secret-manager/docs/event-notifications.
                Filter = "attributes.eventType = \"SECRET_ROTATE\"",
                // A message waits until it is acknowledged after the rotation: 31 days is Pub/Sub's maximum, and the subscription never
                // expires.
                MessageRetentionDuration = TimeSpan.FromDays(31).ToApiSeconds(),
                ExpirationPolicy = new SubscriptionExpirationPolicyArgs { Ttl = "" },
                Labels = this.args.Labels.ToInputMap(),
            },
            this.Child().WithFixedName()
        );
        return new Reminders(topic, publisher);
    }

    private Output<string> CreateSecret(string name, string key, StoredSecret stored, Reminders? reminders)
    {
        var protection = stored.IsOptional ? Protection.Off : this.args.Protection;
        var options = this.ProtectedChild(protection).WithFixedName();
        var args = new SecretArgs
        {
            Project = this.args.Project,
            SecretId = $"{this.args.PhysicalName}-{key}",
            Replication = new SecretReplicationArgs
            {
                UserManaged = new SecretReplicationUserManagedArgs
                {
                    Replicas = this
                        .args.Regions.Select(region => new SecretReplicationUserManagedReplicaArgs { Location = region.Name })
                        .ToArray(),
                },
            },
            VersionDestroyTtl = this.args.ReplacedVersionRetention.ToApiSeconds(),
            DeletionProtection = protection is Protection.On,
            Labels = this.args.Labels.ToInputMap(),
        };
        if (stored.ExpiresAt is { } expiry)
            args.ExpireTime = Timestamp(expiry);
        if (stored.Rotation is { } rotation)
        {
            args.Rotation = new SecretRotationArgs
            {
                RotationPeriod = rotation.Period.ToApiSeconds(),
                NextRotationTime = Timestamp(rotation.First),
            };
            args.Topics.Add(new SecretTopicArgs { Name = reminders!.Topic.Id });
            // Secret Manager refuses a topic that it may not publish to.
            options.DependsOn.Add(reminders.Publisher);
            // Secret Manager advances the time at each rotation; we only set the first.
            options.IgnoreChanges.Add("rotation.nextRotationTime");
        }
        var secret = new Secret(name, args, options);
        _ = new SecretVersion(
            $"{name}-version",
            new SecretVersionArgs { Secret = secret.Id, SecretData = Output.CreateSecret(stored.Value.ToOutput()) },
            this.Child()
        );
        return secret.Id;
    }

    private sealed record Reminders(Topic Topic, TopicIAMMember Publisher);

    private static string Timestamp(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
