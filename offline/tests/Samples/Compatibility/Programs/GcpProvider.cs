using Pulumi;
using Pulumi.Gcp.Compute;
using Pulumi.Gcp.Compute.Inputs;
using Pulumi.Gcp.Container;
using Pulumi.Gcp.Container.Inputs;
using Pulumi.Gcp.Projects;
using Pulumi.Gcp.SecretManager;
using Pulumi.Gcp.SecretManager.Inputs;
using Pulumi.Gcp.Sql;
using Pulumi.Gcp.Sql.Inputs;

namespace PmCrm.Samples.Programs;

/// <summary>The Google provider: deep nesting, secrets at the top and within, aliases of renamed types, numbers of both kinds.</summary>
internal static class GcpProvider
{
    public static Task<int> RunAsync() =>
        Pulumi.Deployment.RunAsync(() =>
        {
            var provider = new Pulumi.Gcp.Provider("gcp", new Pulumi.Gcp.ProviderArgs { Project = "p", Region = "europe-west1" });
            var group = new Shapes.Group("platform", new ComponentResourceOptions { Providers = { provider }, Protect = true });
            var options = new CustomResourceOptions { Parent = group };

            var api = new Service(
                "sql-api",
                new ServiceArgs { ServiceName = "sqladmin.googleapis.com", DisableOnDestroy = false },
                options
            );
            var network = new Network("network", new NetworkArgs { AutoCreateSubnetworks = false, RoutingMode = "REGIONAL" }, options);
            var subnetwork = Subnet(network, options);
            Cluster(network, subnetwork, options);
            var database = Database(network, api, group);
            Secrets(database, options);
            Identity(options);
            GcpOperations.Create(options);
            return new Dictionary<string, object?>
            {
                ["address"] = database.PrivateIpAddress,
                ["ca"] = database.ServerCaCerts.Apply(certificates => certificates.Length),
            };
        });

    private static Subnetwork Subnet(Network network, CustomResourceOptions options)
    {
        var router = new Router("router", new RouterArgs { Network = network.Id, Region = "europe-west1" }, options);
        new RouterNat(
            "nat",
            new RouterNatArgs
            {
                Router = router.Name,
                NatIpAllocateOption = "AUTO_ONLY",
                SourceSubnetworkIpRangesToNat = "ALL_SUBNETWORKS_ALL_IP_RANGES",
                LogConfig = new RouterNatLogConfigArgs { Enable = true, Filter = "ERRORS_ONLY" },
            },
            options
        );
        new Firewall(
            "health-checks",
            new FirewallArgs
            {
                Network = network.SelfLink,
                Allows =
                {
                    new FirewallAllowArgs { Protocol = "tcp", Ports = { "3000" } },
                },
                SourceRanges = { "35.191.0.0/16", "130.211.0.0/22" },
            },
            options
        );
        new GlobalAddress(
            "peering",
            new GlobalAddressArgs
            {
                Network = network.Id,
                Purpose = "VPC_PEERING",
                AddressType = "INTERNAL",
                PrefixLength = 16,
            },
            options
        );
        return new Subnetwork(
            "subnet",
            new SubnetworkArgs
            {
                Network = network.Id,
                IpCidrRange = "10.0.0.0/20",
                PrivateIpGoogleAccess = true,
                SecondaryIpRanges =
                {
                    new SubnetworkSecondaryIpRangeArgs { RangeName = "pods", IpCidrRange = "10.4.0.0/14" },
                },
                LogConfig = new SubnetworkLogConfigArgs { AggregationInterval = "INTERVAL_10_MIN", FlowSampling = 0.5 },
            },
            options
        );
    }

    private static void Cluster(Network network, Subnetwork subnetwork, CustomResourceOptions options)
    {
        var cluster = new Cluster(
            "cluster",
            new ClusterArgs
            {
                Location = "europe-west1",
                Network = network.Name,
                Subnetwork = subnetwork.Name,
                RemoveDefaultNodePool = true,
                InitialNodeCount = 1,
                DeletionProtection = true,
                WorkloadIdentityConfig = new ClusterWorkloadIdentityConfigArgs { WorkloadPool = "p.svc.id.goog" },
                MasterAuth = new ClusterMasterAuthArgs
                {
                    ClientCertificateConfig = new ClusterMasterAuthClientCertificateConfigArgs { IssueClientCertificate = false },
                },
                ReleaseChannel = new ClusterReleaseChannelArgs { Channel = "REGULAR" },
            },
            options
        );
        new NodePool(
            "app",
            new NodePoolArgs
            {
                Cluster = cluster.Id,
                Autoscaling = new NodePoolAutoscalingArgs { TotalMinNodeCount = 3, TotalMaxNodeCount = 12 },
                NodeConfig = new NodePoolNodeConfigArgs
                {
                    MachineType = "e2-standard-4",
                    OauthScopes = { "https://www.googleapis.com/auth/cloud-platform" },
                    Taints =
                    {
                        new NodePoolNodeConfigTaintArgs
                        {
                            Key = "pool",
                            Value = "app",
                            Effect = "NO_SCHEDULE",
                        },
                    },
                    ShieldedInstanceConfig = new NodePoolNodeConfigShieldedInstanceConfigArgs { EnableSecureBoot = true },
                },
            },
            options
        );
    }

    private static DatabaseInstance Database(Network network, Service api, Resource parent)
    {
        var instance = new DatabaseInstance(
            "database",
            new DatabaseInstanceArgs
            {
                DatabaseVersion = "POSTGRES_16",
                RootPassword = "planted-value-38",
                Settings = new DatabaseInstanceSettingsArgs
                {
                    Tier = "db-custom-4-16384",
                    DiskAutoresizeLimit = 200,
                    DatabaseFlags =
                    {
                        new DatabaseInstanceSettingsDatabaseFlagArgs { Name = "max_connections", Value = "400" },
                    },
                    IpConfiguration = new DatabaseInstanceSettingsIpConfigurationArgs { Ipv4Enabled = false, PrivateNetwork = network.Id },
                },
            },
            new CustomResourceOptions
            {
                Parent = parent,
                DependsOn = { api },
                CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMinutes(60) },
            }
        );
        new User(
            "user",
            new UserArgs
            {
                Instance = instance.Name,
                Name = "app",
                Password = "planted-value-39",
            },
            new CustomResourceOptions { Parent = instance }
        );
        new Database("crm", new DatabaseArgs { Instance = instance.Name, Name = "crm" }, new CustomResourceOptions { Parent = instance });
        return instance;
    }

    private static void Secrets(DatabaseInstance database, CustomResourceOptions options)
    {
        var secret = new Secret(
            "database-url",
            new SecretArgs
            {
                SecretId = "database-url",
                Replication = new SecretReplicationArgs
                {
                    UserManaged = new SecretReplicationUserManagedArgs
                    {
                        Replicas = { new SecretReplicationUserManagedReplicaArgs { Location = "europe-west1" } },
                    },
                },
            },
            options
        );
        new SecretVersion(
            "database-url",
            new SecretVersionArgs { Secret = secret.Id, SecretData = Output.Format($"postgres://{database.PrivateIpAddress}/crm") },
            options
        );
        new SecretIamMember(
            "accessor",
            new SecretIamMemberArgs
            {
                SecretId = secret.SecretId,
                Role = "roles/secretmanager.secretAccessor",
                Member = "allAuthenticatedUsers",
            },
            options
        );
    }

    private static void Identity(CustomResourceOptions options)
    {
        var account = new Pulumi.Gcp.ServiceAccount.Account("account", new() { AccountId = "backend" }, options);
        new Pulumi.Gcp.ServiceAccount.IAMMember(
            "workload",
            new()
            {
                ServiceAccountId = account.Name,
                Role = "roles/iam.workloadIdentityUser",
                Member = Output.Format($"serviceAccount:{account.Email}"),
            },
            options
        );
        new IAMMember(
            "logs",
            new()
            {
                Project = "p",
                Role = "roles/logging.logWriter",
                Member = account.Member,
            },
            options
        );
        var ring = new Pulumi.Gcp.Kms.KeyRing("ring", new() { Location = "europe-west1" }, options);
        new Pulumi.Gcp.Kms.CryptoKey("key", new() { KeyRing = ring.Id, RotationPeriod = "7776000s" }, options);
    }
}
