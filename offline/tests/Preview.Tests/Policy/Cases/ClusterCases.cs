namespace PmCrm.Preview.Tests.Policy.Cases;

internal static class ClusterCases
{
    private const string Cluster = "gcp:container/cluster:Cluster";
    private const string Pool = "gcp:container/nodePool:NodePool";

    public static IEnumerable<RuleCase> All =>
        [
            RuleCase.Of("CKV_GCP_1", Cluster, "{}", "{ loggingService: none }"),
            RuleCase.Of("CKV_GCP_7", Cluster, "{}", "{ enableLegacyAbac: true }"),
            RuleCase.Of("CKV_GCP_8", Cluster, "{}", "{ monitoringService: none }"),
            RuleCase.Of("CKV_GCP_12", Cluster, "{ networkPolicy: { enabled: true } }", "{ networkPolicy: { enabled: false } }"),
            RuleCase.Of(
                "CKV_GCP_12",
                Cluster,
                "{ networkPolicy: { enabled: false }, datapathProvider: ADVANCED_DATAPATH }",
                "{ datapathProvider: ADVANCED_DATAPATH }"
            ),
            RuleCase.Of("CKV_GCP_13", Cluster, "{ masterAuth: { clientCertificateConfig: { issueClientCertificate: false } } }", "{}"),
            RuleCase.Of(
                "CKV_GCP_18",
                Cluster,
                "{ masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: 10.0.0.0/8 }] } }",
                "{ masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: 10.0.0.0/8 }, { cidrBlock: 0.0.0.0/0 }] } }"
            ),
            RuleCase.Of("CKV_GCP_20", Cluster, "{ masterAuthorizedNetworksConfig: {} }", "{}"),
            RuleCase.Of("CKV_GCP_21", Cluster, "{ resourceLabels: { app: shop } }", "{ resourceLabels: {} }"),
            RuleCase.Of("CKV_GCP_23", Cluster, "{ ipAllocationPolicy: {} }", "{}"),
            RuleCase.Of("CKV_GCP_25", Cluster, "{ privateClusterConfig: {} }", "{}"),
            RuleCase.Of("CKV_GCP_61", Cluster, "{ enableIntranodeVisibility: true }", "{ enableIntranodeVisibility: false }"),
            RuleCase.Of(
                "CKV_GCP_64",
                Cluster,
                "{ privateClusterConfig: { enablePrivateNodes: true } }",
                "{ privateClusterConfig: { enablePrivateNodes: false } }"
            ),
            RuleCase.Of("CKV_GCP_65", Cluster, "{ authenticatorGroupsConfig: { securityGroup: gke-security-groups@example.com } }", "{}"),
            RuleCase.Of(
                "CKV_GCP_66",
                Cluster,
                "{ binaryAuthorization: { evaluationMode: PROJECT_SINGLETON_POLICY_ENFORCE } }",
                "{ binaryAuthorization: { evaluationMode: DISABLED } }"
            ),
            RuleCase.Of("CKV_GCP_66", Cluster, "{ enableBinaryAuthorization: true }", "{}"),
            RuleCase.Of("CKV_GCP_70", Cluster, "{ releaseChannel: { channel: REGULAR } }", "{}"),
            RuleCase.Of("CKV_GCP_71", Cluster, "{}", "{ enableShieldedNodes: false }"),
            RuleCase.Of("CKV_GCP_123", Cluster, "{}", "{ nodePools: [{ name: default }] }"),
            RuleCase.Of("CKV2_GCP_19", Cluster, "{ enableKubernetesAlpha: false }", "{ enableKubernetesAlpha: true }"),
            RuleCase.Of(
                "CIS_GKE_5_3_1",
                Cluster,
                "{ databaseEncryption: { state: ENCRYPTED } }",
                "{ databaseEncryption: { state: DECRYPTED } }"
            ),
            RuleCase.Of("CIS_GKE_5_2_2", Cluster, "{ workloadIdentityConfig: { workloadPool: shop-1.svc.id.goog } }", "{}"),
            RuleCase.Of("CIS_GKE_5_10_1", Cluster, "{}", "{ addonsConfig: { kubernetesDashboard: { disabled: false } } }"),
            RuleCase.Of(
                "CIS_GKE_5_10_5",
                Cluster,
                "{ securityPostureConfig: { mode: BASIC } }",
                "{ securityPostureConfig: { mode: DISABLED } }"
            ),
            RuleCase.Of("CKV_GCP_9", Pool, "{ management: { autoRepair: true } }", "{ management: { autoRepair: false } }"),
            RuleCase.Of("CKV_GCP_10", Pool, "{ management: { autoUpgrade: true } }", "{ management: { autoUpgrade: false } }"),
            RuleCase.Of(
                "CKV_GCP_68",
                Pool,
                "{ nodeConfig: { shieldedInstanceConfig: { enableSecureBoot: true } } }",
                "{ nodeConfig: { shieldedInstanceConfig: { enableSecureBoot: false } } }"
            ),
            RuleCase.Of(
                "CKV_GCP_68",
                Cluster,
                "{ nodeConfig: { shieldedInstanceConfig: { enableSecureBoot: true } } }",
                "{ nodeConfig: { machineType: e2-small } }"
            ),
            RuleCase.Of(
                "CKV_GCP_69",
                Pool,
                "{ nodeConfig: { workloadMetadataConfig: { mode: GKE_METADATA } } }",
                "{ nodeConfig: { workloadMetadataConfig: { mode: GCE_METADATA } } }"
            ),
            RuleCase.Of(
                "CKV_GCP_72",
                Pool,
                "{ nodeConfig: {} }",
                "{ nodeConfig: { shieldedInstanceConfig: { enableIntegrityMonitoring: false } } }"
            ),
            RuleCase.Of(
                "CIS_GKE_5_5_1",
                Pool,
                "{ nodeConfig: { imageType: COS_CONTAINERD } }",
                "{ nodeConfig: { imageType: UBUNTU_CONTAINERD } }"
            ),
            RuleCase.Of("CIS_GKE_5_2_1", Pool, "{ nodeConfig: { serviceAccount: '<nodes.email>' } }", "{ nodeConfig: {} }"),
            RuleCase.Of(
                "own/kubelet-read-only-port",
                Pool,
                "{ nodeConfig: { kubeletConfig: { insecureKubeletReadonlyPortEnabled: 'FALSE' } } }",
                "{ nodeConfig: { kubeletConfig: { insecureKubeletReadonlyPortEnabled: 'TRUE' } } }"
            ),
            RuleCase.Of(
                "CKV2_GCP_1",
                Cluster,
                "{ nodeConfig: { serviceAccount: '<nodes.email>' } }",
                "{}",
                RuleCase.Resource("gcp:projects/defaultServiceAccounts:DefaultServiceAccounts", "defaults", "{ action: DISABLE }")
            ),
        ];
}
