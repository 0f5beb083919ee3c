namespace PmCrm.Preview.Tests.Policy.Cases;

internal static class NetworkCases
{
    private const string Firewall = "gcp:compute/firewall:Firewall";
    private const string Subnetwork = "gcp:compute/subnetwork:Subnetwork";
    private const string TlsPolicy = "gcp:compute/sSLPolicy:SSLPolicy";
    private const string Filter = "gcp:compute/securityPolicy:SecurityPolicy";

    public static IEnumerable<RuleCase> All =>
        [
            Port("CKV_GCP_2", 22),
            Port("CKV_GCP_3", 3389),
            Port("CKV_GCP_75", 21),
            Port("CKV_GCP_77", 20),
            Port("CKV_GCP_88", 3306),
            Port("CKV_GCP_106", 80),
            RuleCase.Of(
                "CKV_GCP_2",
                Firewall,
                "{ allows: [{ protocol: tcp, ports: ['443'] }], sourceRanges: [0.0.0.0/0] }",
                "{ allows: [{ protocol: tcp, ports: ['20-30'] }], sourceRanges: ['::/0'] }"
            ),
            RuleCase.Of(
                "CKV2_GCP_12",
                Firewall,
                "{ allows: [{ protocol: all }], sourceRanges: [10.0.0.0/8] }",
                "{ allows: [{ protocol: all }], sourceRanges: [0.0.0.0/0] }"
            ),
            new RuleCase(
                "CKV2_GCP_18",
                [
                    RuleCase.Resource("gcp:compute/network:Network", "net", "{ name: shop }"),
                    RuleCase.Resource(Firewall, "deny", "{ network: '<net.id>' }"),
                ],
                [
                    RuleCase.Resource("gcp:compute/network:Network", "net", "{ name: shop }"),
                    RuleCase.Resource(Firewall, "deny", "{ network: '<other.id>' }"),
                ]
            ),
            RuleCase.Of("own/network-auto-subnets", "gcp:compute/network:Network", "{ autoCreateSubnetworks: false }", "{}"),
            RuleCase.Of("CKV_GCP_26", Subnetwork, "{ logConfig: { flowSampling: 0.5 } }", "{}"),
            RuleCase.Of("CKV_GCP_74", Subnetwork, "{ privateIpGoogleAccess: true }", "{ privateIpGoogleAccess: false }"),
            RuleCase.Of(
                "CKV_GCP_76",
                Subnetwork,
                "{ stackType: IPV4_IPV6, privateIpv6GoogleAccess: ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE }",
                "{ stackType: IPV4_IPV6, privateIpv6GoogleAccess: DISABLE_GOOGLE_ACCESS }"
            ),
            RuleCase.Of("CKV_GCP_4", TlsPolicy, "{ profile: RESTRICTED }", "{ profile: COMPATIBLE }"),
            RuleCase.Of(
                "CKV_GCP_4",
                TlsPolicy,
                "{ profile: MODERN, minTlsVersion: TLS_1_2 }",
                "{ profile: MODERN, minTlsVersion: TLS_1_0 }"
            ),
            RuleCase.Of(
                "CKV_GCP_4",
                TlsPolicy,
                "{ profile: CUSTOM, customFeatures: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256] }",
                "{ profile: CUSTOM, customFeatures: [TLS_RSA_WITH_AES_128_GCM_SHA256] }"
            ),
            RuleCase.Of("CKV_GCP_73", Filter, Denies("deny(403)"), Denies("allow")),
            RuleCase.Of("CKV_GCP_73", Filter, Denies("deny(403)"), "{}"),
        ];

    private static RuleCase Port(string rule, int port) =>
        RuleCase.Of(
            rule,
            Firewall,
            $"{{ allows: [{{ protocol: tcp, ports: ['{port}'] }}], sourceRanges: [10.0.0.0/8] }}",
            $"{{ allows: [{{ protocol: tcp, ports: ['{port}'] }}], sourceRanges: [0.0.0.0/0] }}"
        );

    private static string Denies(string action) =>
        $"{{ rules: [{{ action: {action}, match: {{ expr: {{ expression: \"evaluatePreconfiguredExpr('cve-canary')\" }} }} }}] }}";
}
