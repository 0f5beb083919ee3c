using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Cluster;

public sealed class GkeClusterTests
{
    [Fact]
    public async Task Cluster_is_regional_and_its_default_pool_is_removed() =>
        (await ClusterAsync())
            .ShouldCarry("name", "pmcrm-test")
            .ShouldCarry("location", "europe-west1")
            .ShouldCarry("removeDefaultNodePool", true)
            .ShouldCarry("initialNodeCount", 1)
            .ShouldLack("enableAutopilot");

    [Fact]
    public async Task Removed_default_pool_was_never_unsafe() =>
        (await ClusterAsync())
            .ShouldCarry("nodeConfig.diskType", "pd-standard") // no SSD of the project's quota
            .ShouldCarry("nodeConfig.diskSizeGb", 25)
            .ShouldCarry("nodeConfig.serviceAccount", "nodes@pmcrm-test.iam.gserviceaccount.com")
            .ShouldCarry("nodeConfig.shieldedInstanceConfig.enableSecureBoot", true)
            .ShouldCarry("nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring", true)
            .ShouldCarry("nodeConfig.workloadMetadataConfig.mode", "GKE_METADATA")
            .ShouldCarry("nodeConfig.kubeletConfig.insecureKubeletReadonlyPortEnabled", "FALSE");

    [Fact]
    public async Task Removed_default_pool_does_not_replace_the_cluster_later() =>
        Assert.Equal(["nodeConfig"], (await ClusterAsync()).Options!.IgnoreChanges);

    [Fact]
    public async Task Nodes_are_private() =>
        (await ClusterAsync())
            .ShouldCarry("privateClusterConfig.enablePrivateNodes", true)
            .ShouldCarry("privateClusterConfig.enablePrivateEndpoint", true) // as GKE reports it: otherwise every update shows a difference
            .ShouldCarry("privateClusterConfig.masterIpv4CidrBlock", "172.16.0.0/28");

    [Fact]
    public async Task Control_plane_is_reached_by_DNS_name_only() =>
        (await ClusterAsync())
            .ShouldCarry("controlPlaneEndpointsConfig.dnsEndpointConfig.allowExternalTraffic", true)
            .ShouldCarry("controlPlaneEndpointsConfig.ipEndpointsConfig.enabled", false)
            .ShouldLack("masterAuthorizedNetworksConfig");

    [Fact]
    public async Task Access_by_address_is_for_authorised_networks_only() =>
        (await new GkeClusterBuilder { AuthorizedNetworks = ["198.51.100.0/24"] }.ClusterAsync())
            .ShouldCarry("controlPlaneEndpointsConfig.ipEndpointsConfig.enabled", true)
            .ShouldCarry("masterAuthorizedNetworksConfig.cidrBlocks[0].cidrBlock", "198.51.100.0/24")
            .ShouldCarry("masterAuthorizedNetworksConfig.gcpPublicCidrsAccessEnabled", false);

    [Fact]
    public async Task Cluster_is_VPC_native_on_the_named_ranges() =>
        (await ClusterAsync())
            .ShouldCarry("networkingMode", "VPC_NATIVE")
            .ShouldCarry("network", "network-id")
            .ShouldCarry("subnetwork", "subnetwork-id")
            .ShouldCarry("ipAllocationPolicy.clusterSecondaryRangeName", "pods")
            .ShouldCarry("ipAllocationPolicy.servicesSecondaryRangeName", "services");

    [Fact]
    public async Task Dataplane_V2_enforces_policies_and_traffic_inside_nodes_is_visible() =>
        (await ClusterAsync()).ShouldCarry("datapathProvider", "ADVANCED_DATAPATH").ShouldCarry("enableIntranodeVisibility", true);

    [Fact]
    public async Task Pods_have_identities_of_their_own() =>
        (await ClusterAsync()).ShouldCarry("workloadIdentityConfig.workloadPool", "pmcrm-test.svc.id.goog");

    [Fact]
    public async Task Nodes_are_shielded() => (await ClusterAsync()).ShouldCarry("enableShieldedNodes", true);

    [Fact]
    public async Task Upgrades_come_by_the_regular_channel() => (await ClusterAsync()).ShouldCarry("releaseChannel.channel", "REGULAR");

    [Fact]
    public async Task Secrets_are_encrypted_by_the_given_key() =>
        (await new GkeClusterBuilder { SecretsEncryption = EncryptionKey.CustomerManaged("key-id") }.ClusterAsync())
            .ShouldCarry("databaseEncryption.state", "ENCRYPTED")
            .ShouldCarry("databaseEncryption.keyName", "key-id");

    [Fact]
    public async Task Without_a_key_secrets_have_Googles_disk_encryption() =>
        (await ClusterAsync()).ShouldCarry("databaseEncryption.state", "DECRYPTED");

    [Fact]
    public async Task Images_must_pass_binary_authorization() =>
        (await ClusterAsync()).ShouldCarry("binaryAuthorization.evaluationMode", "PROJECT_SINGLETON_POLICY_ENFORCE");

    [Fact]
    public async Task Security_posture_and_cost_allocation_are_on() =>
        (await ClusterAsync()).ShouldCarry("securityPostureConfig.mode", "BASIC").ShouldCarry("costManagementConfig.enabled", true);

    [Fact]
    public async Task No_client_certificate_no_attribute_based_access_no_insecure_bindings() =>
        (await ClusterAsync())
            .ShouldCarry("masterAuth.clientCertificateConfig.issueClientCertificate", false)
            .ShouldCarry("enableLegacyAbac", false)
            .ShouldCarry("rbacBindingConfig.enableInsecureBindingSystemAuthenticated", false)
            .ShouldCarry("rbacBindingConfig.enableInsecureBindingSystemUnauthenticated", false);

    [Fact]
    public async Task Workloads_are_logged_and_monitored_by_managed_Prometheus()
    {
        var cluster = (await ClusterAsync()).ShouldCarry("monitoringConfig.managedPrometheus.enabled", true);
        Assert.Contains("WORKLOADS", cluster.ListAt("loggingConfig.enableComponents"));
        Assert.Contains("SYSTEM_COMPONENTS", cluster.ListAt("loggingConfig.enableComponents"));
        Assert.Contains("APISERVER", cluster.ListAt("monitoringConfig.enableComponents"));
    }

    [Fact]
    public async Task Maintenance_is_on_weekend_nights() =>
        (await ClusterAsync())
            .ShouldCarry("maintenancePolicy.recurringWindow.startTime", "2026-01-03T03:00:00Z")
            .ShouldCarry("maintenancePolicy.recurringWindow.endTime", "2026-01-03T09:00:00Z")
            .ShouldCarry("maintenancePolicy.recurringWindow.recurrence", "FREQ=WEEKLY;BYDAY=SA,SU");

    [Fact]
    public async Task Years_end_is_excluded_from_maintenance() =>
        (await ClusterAsync())
            .ShouldCarry("maintenancePolicy.maintenanceExclusions[0].startTime", "2026-12-18T00:00:00Z")
            .ShouldCarry("maintenancePolicy.maintenanceExclusions[0].endTime", "2027-01-04T00:00:00Z")
            .ShouldCarry("maintenancePolicy.maintenanceExclusions[0].exclusionOptions.scope", "NO_MINOR_OR_NODE_UPGRADES");

    [Fact]
    public async Task Gateway_and_node_local_DNS_are_there() =>
        (await ClusterAsync())
            .ShouldCarry("gatewayApiConfig.channel", "CHANNEL_STANDARD")
            .ShouldCarry("addonsConfig.dnsCacheConfig.enabled", true)
            .ShouldCarry("addonsConfig.httpLoadBalancing.disabled", false)
            .ShouldCarry("addonsConfig.horizontalPodAutoscaling.disabled", false);

    [Fact]
    public async Task Cluster_carries_the_labels() =>
        (await ClusterAsync()).ShouldCarry("resourceLabels.app", "pmcrm").ShouldCarry("resourceLabels.env", "test");

    [Fact]
    public async Task Cluster_is_protected_by_the_provider_and_Pulumi() =>
        Assert.Equal(true, (await ClusterAsync()).ShouldCarry("deletionProtection", true).Options!.Protect);

    [Fact]
    public async Task Turning_protection_off_clears_both_flags() =>
        Assert.Equal(
            false,
            (await new GkeClusterBuilder { Protection = Protection.Off }.ClusterAsync())
                .ShouldCarry("deletionProtection", false)
                .Options!.Protect
        );

    private static Task<RecordedResource> ClusterAsync() => new GkeClusterBuilder().ClusterAsync();
}
