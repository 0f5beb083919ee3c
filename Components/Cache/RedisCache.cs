using System.Globalization;
using PmCrm.Components.Common;
using Pulumi;
using Redis = Pulumi.Gcp.Redis;

namespace PmCrm.Components.Cache;

/// <summary>
/// A Redis 7.2 cache on Memorystore: private address, password, TLS, hourly snapshots. When full, it evicts the least recently used keys,
/// so store only data that may be lost.
/// </summary>
/// <example><c>examples/RedisCacheExample.cs</c></example>
public sealed class RedisCache : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:cache:RedisCache";

    /// <summary>Port on which Memorystore speaks TLS.</summary>
    public const int TlsPort = 6378;

    /// <summary>Creates the cache.</summary>
    public RedisCache(string name, RedisCacheArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        var instanceArgs = new Redis.InstanceArgs
        {
            Project = args.Project,
            Name = args.PhysicalName,
            DisplayName = "Cache of the CRM",
            Region = args.Region.Name,
            RedisVersion = "REDIS_7_2",
            Tier = "BASIC",
            MemorySizeGb = args.MemorySizeGb,
            AuthorizedNetwork = args.NetworkId,
            ConnectMode = "PRIVATE_SERVICE_ACCESS",
            AuthEnabled = true,
            TransitEncryptionMode = "SERVER_AUTHENTICATION",
            RedisConfigs = { ["maxmemory-policy"] = "allkeys-lru" },
            PersistenceConfig = new Redis.Inputs.InstancePersistenceConfigArgs { PersistenceMode = "RDB", RdbSnapshotPeriod = "ONE_HOUR" },
            MaintenancePolicy = SundayMornings(),
            DeletionProtection = args.Protection is Protection.On,
            Labels = args.Labels.ToInputMap(),
        };
        if (args.Tier is RedisTier.HighlyAvailable)
        {
            instanceArgs.Tier = "STANDARD_HA";
            instanceArgs.ReplicaCount = 1;
            // The replica exists for failover; nothing reads from it.
            instanceArgs.ReadReplicasMode = "READ_REPLICAS_DISABLED";
        }
        var instance = new Redis.Instance(name, instanceArgs, this.ProtectedChild(args.Protection).WithFixedName());

        InstanceName = instance.Name;
        InstanceId = instance.Id;
        Host = instance.Host;
        // The provider marks the certificates secret, as it does private keys; but a CA certificate is public: every client gets it.
        ServerCa = Output
            .Unsecret(instance.ServerCaCerts)
            .ApplyIfPresent(
                "The certificate authority of the cache",
                certificates => CertificateBundle.Of(certificates.Select(certificate => certificate.Cert)),
                missing: ""
            );
        ConnectionUrl = Output.CreateSecret(
            Output.Format(
                $"rediss://default:{UrlSecret.Escape(instance.AuthString, "The password of the cache")}@{instance.Host}:{instance.Port.Apply(port => port.ToString(CultureInfo.InvariantCulture))}?sslmode=verify-ca&sslrootcert={args.ServerCaPath}"
            )
        );
        RegisterOutputs();
    }

    /// <summary>Google's name of the instance.</summary>
    [Output("instanceName")]
    public Output<string> InstanceName { get; private set; }

    /// <summary>Google's id of the instance: <c>projects/PROJECT/locations/REGION/instances/NAME</c>.</summary>
    [Output("instanceId")]
    public Output<string> InstanceId { get; private set; }

    /// <summary>The instance's address inside the network.</summary>
    [Output("host")]
    public Output<string> Host { get; private set; }

    /// <summary>PEM certificates that clients verify the server against.</summary>
    [Output("serverCa")]
    public Output<string> ServerCa { get; private set; }

    /// <summary>Secret. <c>rediss://</c> URL for the application.</summary>
    [Output("connectionUrl")]
    public Output<string> ConnectionUrl { get; private set; }

    // An hour after the database's window, so that the two are never down together.
    private static Redis.Inputs.InstanceMaintenancePolicyArgs SundayMornings() =>
        new()
        {
            WeeklyMaintenanceWindows =
            {
                new Redis.Inputs.InstanceMaintenancePolicyWeeklyMaintenanceWindowArgs
                {
                    Day = "SUNDAY",
                    StartTime = new Redis.Inputs.InstanceMaintenancePolicyWeeklyMaintenanceWindowStartTimeArgs
                    {
                        Hours = 4,
                        Minutes = 0,
                        Seconds = 0,
                        Nanos = 0,
                    },
                },
            },
        };
}
