using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Gcp.Container;
using Pulumi.Gcp.Container.Inputs;

namespace PmCrm.Components.Cluster;

/// <summary>The cluster's settings for GKE, grouped by purpose. A comment beside a setting names the check that it passes.</summary>
internal static class ClusterSettings
{
    /// <summary>Parts of the control plane whose logs and metrics are kept.</summary>
    private static readonly string[] ControlPlane = ["APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"];

    /// <summary>Google's name of the pool that the project's clusters share.</summary>
    public static Output<string> WorkloadPool(GkeClusterArgs args) => Output.Format($"{args.Project}.svc.id.goog");

    public static ClusterArgs Of(GkeClusterArgs args)
    {
        var cluster = new ClusterArgs
        {
            Project = args.Project,
            Name = args.PhysicalName,
            Location = args.Region.Name,
            Description = "Runs the CRM.",
            DeletionProtection = args.Protection is Protection.On,
            ResourceLabels = args.Labels.ToInputMap(), // CKV_GCP_21
            RemoveDefaultNodePool = true,
            InitialNodeCount = 1,
            NodeConfig = NodePoolSettings.OfDefaultPool(args), // CKV_GCP_68, CKV_GCP_69, CKV_GCP_72
            DefaultMaxPodsPerNode = NodePoolSize.MaxPodsPerNode,
            ReleaseChannel = new ClusterReleaseChannelArgs { Channel = "REGULAR" }, // CKV_GCP_70
            MaintenancePolicy = MaintenancePolicy.WeekendNights(args.YearEndFreeze),
            CostManagementConfig = new ClusterCostManagementConfigArgs { Enabled = true },
            VerticalPodAutoscaling = new ClusterVerticalPodAutoscalingArgs { Enabled = true },
            AddonsConfig = new ClusterAddonsConfigArgs
            {
                DnsCacheConfig = new ClusterAddonsConfigDnsCacheConfigArgs { Enabled = true },
                GcePersistentDiskCsiDriverConfig = new ClusterAddonsConfigGcePersistentDiskCsiDriverConfigArgs { Enabled = true },
                HorizontalPodAutoscaling = new ClusterAddonsConfigHorizontalPodAutoscalingArgs { Disabled = false },
                HttpLoadBalancing = new ClusterAddonsConfigHttpLoadBalancingArgs { Disabled = false },
            },
            GatewayApiConfig = new ClusterGatewayApiConfigArgs { Channel = "CHANNEL_STANDARD" },
        };
        Network(cluster, args);
        Secure(cluster, args);
        Observe(cluster);
        return cluster;
    }

    private static void Network(ClusterArgs cluster, GkeClusterArgs args)
    {
        cluster.Network = args.NetworkId;
        cluster.Subnetwork = args.SubnetworkId;
        cluster.NetworkingMode = "VPC_NATIVE";
        cluster.IpAllocationPolicy = new ClusterIpAllocationPolicyArgs // CKV_GCP_23, CIS 5.6.2
        {
            ClusterSecondaryRangeName = args.PodRangeName,
            ServicesSecondaryRangeName = args.ServiceRangeName,
        };
        cluster.DatapathProvider = "ADVANCED_DATAPATH"; // Dataplane V2 enforces NetworkPolicies by itself: CIS 5.6.7
        cluster.EnableIntranodeVisibility = true; // CKV_GCP_61
        var hasIpEndpoint = args.AuthorizedNetworks.Count > 0;
        cluster.PrivateClusterConfig = new ClusterPrivateClusterConfigArgs // CKV_GCP_25, CKV_GCP_64
        {
            EnablePrivateNodes = true,
            // Without IP endpoints GKE always reports true; any other value here would show as a difference at every update (google-beta
            // v7.45.0).
            EnablePrivateEndpoint = !hasIpEndpoint,
            MasterIpv4CidrBlock = args.ControlPlaneRange,
        };
        cluster.ControlPlaneEndpointsConfig = new ClusterControlPlaneEndpointsConfigArgs // CKV_GCP_18
        {
            // Reachable from anywhere, but only for identities that IAM allows: Google's frontend checks each request before it reaches the
            // control plane.
            DnsEndpointConfig = new ClusterControlPlaneEndpointsConfigDnsEndpointConfigArgs { AllowExternalTraffic = true },
            IpEndpointsConfig = new ClusterControlPlaneEndpointsConfigIpEndpointsConfigArgs { Enabled = hasIpEndpoint },
        };
        if (hasIpEndpoint)
        {
            cluster.MasterAuthorizedNetworksConfig = new ClusterMasterAuthorizedNetworksConfigArgs // CKV_GCP_20
            {
                CidrBlocks = args
                    .AuthorizedNetworks.Select(range => new ClusterMasterAuthorizedNetworksConfigCidrBlockArgs { CidrBlock = range })
                    .ToArray(),
                GcpPublicCidrsAccessEnabled = false,
            };
        }
    }

    private static void Secure(ClusterArgs cluster, GkeClusterArgs args)
    {
        cluster.WorkloadIdentityConfig = new ClusterWorkloadIdentityConfigArgs // CIS 5.2.2
        {
            WorkloadPool = WorkloadPool(args),
        };
        cluster.EnableShieldedNodes = true; // CKV_GCP_71, CIS 5.5.5
        cluster.DatabaseEncryption = args.SecretsEncryption.Id is null // CIS 5.3.1
            ? new ClusterDatabaseEncryptionArgs { State = "DECRYPTED" }
            : new ClusterDatabaseEncryptionArgs { State = "ENCRYPTED", KeyName = args.SecretsEncryption.Id };
        cluster.BinaryAuthorization = new ClusterBinaryAuthorizationArgs { EvaluationMode = "PROJECT_SINGLETON_POLICY_ENFORCE" }; // CKV_GCP_66
        // Google removed workload scanning from GKE in July 2025 and can no longer enable it; Artifact Registry scans the images.
        cluster.SecurityPostureConfig = new ClusterSecurityPostureConfigArgs
        {
            Mode = "BASIC",
            VulnerabilityMode = "VULNERABILITY_DISABLED",
        };
        cluster.MasterAuth = new ClusterMasterAuthArgs // CKV_GCP_13
        {
            ClientCertificateConfig = new ClusterMasterAuthClientCertificateConfigArgs { IssueClientCertificate = false },
        };
        cluster.EnableLegacyAbac = false; // CKV_GCP_7
        cluster.RbacBindingConfig = new ClusterRbacBindingConfigArgs
        {
            EnableInsecureBindingSystemAuthenticated = false,
            EnableInsecureBindingSystemUnauthenticated = false,
        };
    }

    private static void Observe(ClusterArgs cluster)
    {
        cluster.LoggingConfig = new ClusterLoggingConfigArgs // CKV_GCP_1
        {
            EnableComponents = (string[])["SYSTEM_COMPONENTS", "WORKLOADS", .. ControlPlane],
        };
        cluster.MonitoringConfig = new ClusterMonitoringConfigArgs // CKV_GCP_8
        {
            EnableComponents = (string[])["SYSTEM_COMPONENTS", "STORAGE", "HPA", "POD", "DEPLOYMENT", .. ControlPlane],
            ManagedPrometheus = new ClusterMonitoringConfigManagedPrometheusArgs { Enabled = true },
            AdvancedDatapathObservabilityConfig = new ClusterMonitoringConfigAdvancedDatapathObservabilityConfigArgs
            {
                EnableMetrics = true,
                EnableRelay = false,
            },
        };
    }
}
