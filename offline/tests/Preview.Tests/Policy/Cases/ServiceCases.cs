using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Tests.Policy.Cases;

/// <summary>Caches, images, topics, buckets, logs, alerts, and rules over every resource.</summary>
internal static class ServiceCases
{
    private const string Alert = "gcp:monitoring/alertPolicy:AlertPolicy";
    private const string Bucket = "gcp:storage/bucket:Bucket";
    private const string R2Bucket = "cloudflare:index/r2Bucket:R2Bucket";
    private const string AtMaximum = "kube_horizontalpodautoscaler_spec_max_replicas{horizontalpodautoscaler=~\\\"web-hpa\\\"}";

    public static IEnumerable<RuleCase> All =>
        [
            RuleCase.Of("CKV_GCP_83", "gcp:pubsub/topic:Topic", "{ kmsKeyName: '<key.id>' }", "{}"),
            RuleCase.Of("CKV_GCP_84", "gcp:artifactregistry/repository:Repository", "{ kmsKeyName: '<key.id>' }", "{}"),
            RuleCase.Of("CKV_GCP_95", "gcp:redis/instance:Instance", "{ authEnabled: true }", "{ authEnabled: false }"),
            RuleCase.Of(
                "CKV_GCP_97",
                "gcp:redis/instance:Instance",
                "{ transitEncryptionMode: SERVER_AUTHENTICATION }",
                "{ transitEncryptionMode: DISABLED }"
            ),
            new RuleCase(
                "CKV2_GCP_4",
                [Sink("storage.googleapis.com/archive"), Archive("true")],
                [Sink("storage.googleapis.com/archive"), Archive("false")]
            ),
            new RuleCase(
                "CKV2_GCP_4",
                [Sink("logging.googleapis.com/<logs.id>")],
                [Sink("storage.googleapis.com/archive"), Archive("false")]
            ),
            RuleCase.Of("own/public-bucket", Bucket, "{ publicAccessPrevention: enforced }", "{ publicAccessPrevention: inherited }"),
            new RuleCase(
                "own/unused-bucket",
                [
                    Named(R2Bucket, "shop-uploads"),
                    RuleCase.Resource("kubernetes:core/v1:ConfigMap", "config", "{ data: { BUCKET: shop-uploads } }"),
                ],
                [
                    Named(R2Bucket, "shop-uploads"),
                    RuleCase.Resource("cloudflare:index/r2BucketCors:R2BucketCors", "cors", "{ bucketName: shop-uploads }"),
                ]
            ),
            new RuleCase("own/unprotected-data", [RuleCase.Protected(Bucket, "{ name: shop }")], [Named(Bucket, "shop")]),
            RuleCase.Of(
                "own/api-disabled-on-destroy",
                "gcp:projects/service:Service",
                "{ disableOnDestroy: false }",
                "{ disableOnDestroy: true }"
            ),
            RuleCase.Of("own/alert-without-channel", Alert, "{ notificationChannels: ['<mail.name>'] }", "{ notificationChannels: [] }"),
            RuleCase.Of(
                "own/alert-without-channel",
                Alert,
                "{ notificationChannels: ['<mail.name>'] }",
                "{ notificationChannels: ['<mail.name>'], enabled: false }"
            ),
            RuleCase.Of("own/alert-always-holds", Alert, Threshold("COMPARISON_GT", "0"), Threshold("COMPARISON_GE", "0")),
            RuleCase.Of("own/alert-always-holds", Alert, Threshold("COMPARISON_LT", "0.1"), Threshold("COMPARISON_LT", "1.5")),
            new RuleCase("own/alert-always-holds", [Query(), Autoscaler(2, 3)], [Query(), Autoscaler(2, 2)]),
            RuleCase.Of(
                "own/placeholder",
                "cloudflare:index/dnsRecord:DnsRecord",
                "{ zoneId: 023e105f4ecef8ad9ca31a8372d0c353 }",
                "{ zoneId: '00000000000000000000000000000001' }"
            ),
            RuleCase.Of(
                "own/placeholder",
                "gcp:billing/budget:Budget",
                "{ billingAccount: 012345-6789AB-CDEF01 }",
                "{ billingAccount: 000000-000000-000000 }"
            ),
            RuleCase.Of("own/placeholder", "example:index:Thing", "{ list: [{ key: TODOs }] }", "{ list: [{ key: todo }] }"),
            RuleCase.Of(
                "own/placeholder",
                "example:index:Thing",
                "{ image: 'shop@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' }",
                "{ image: 'shop@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' }"
            ),
            RuleCase.Of("own/region-outside-eu", Bucket, "{ location: EU }", "{ location: US }"),
            RuleCase.Of("own/region-outside-eu", "gcp:redis/instance:Instance", "{ region: europe-west1 }", "{ region: europe-west2 }"),
            RuleCase.Of(
                "own/region-outside-eu",
                "gcp:container/cluster:Cluster",
                "{ location: europe-west1-b }",
                "{ location: europe-west6-a }"
            ),
            RuleCase.Of(
                "own/region-outside-eu",
                "gcp:secretmanager/secret:Secret",
                "{ replication: { userManaged: { replicas: [{ location: europe-west1 }] } } }",
                "{ replication: { userManaged: { replicas: [{ location: europe-west1 }, { location: us-east1 }] } } }"
            ),
            RuleCase.Of("own/region-outside-eu", R2Bucket, "{ jurisdiction: eu }", "{ jurisdiction: default }"),
            RuleCase.Of("own/cloud-name", "gcp:compute/network:Network", "{ name: shop-1 }", "{ name: Shop }"),
            RuleCase.Of(
                "own/cloud-name",
                "gcp:serviceaccount/account:Account",
                "{ accountId: shop-backend }",
                $"{{ accountId: {new string('a', 31)} }}"
            ),
            RuleCase.Of("own/plain-secret", "example:index:Thing", "{ password: '' }", "{ password: planted }"),
            RuleCase.Of("own/plain-secret", "example:index:Thing", "{ user: { name: a } }", "{ users: [{ clientSecret: planted }] }"),
            RuleCase.Of("own/helm-version", "kubernetes:helm.sh/v3:Release", "{ chart: shop, version: 1.2.3 }", "{ chart: shop }"),
        ];

    private static PlanResource Named(string type, string name) => RuleCase.Resource(type, "subject", $"{{ name: {name} }}");

    private static PlanResource Sink(string destination) =>
        RuleCase.Resource("gcp:logging/projectSink:ProjectSink", "sink", $"{{ destination: '{destination}' }}");

    private static PlanResource Archive(string isLocked) =>
        RuleCase.Resource(Bucket, "archive", $"{{ name: archive, retentionPolicy: {{ isLocked: {isLocked} }} }}");

    private static string Threshold(string comparison, string value) =>
        $"{{ conditions: [{{ conditionThreshold: {{ comparison: {comparison}, thresholdValue: {value}, filter: 'metric.type = \"x/utilization\"' }} }}] }}";

    private static PlanResource Query() =>
        RuleCase.Resource(
            Alert,
            "at-maximum",
            $"{{ conditions: [{{ conditionPrometheusQueryLanguage: {{ query: \"a >= {AtMaximum}\" }} }}] }}"
        );

    private static PlanResource Autoscaler(int min, int max) =>
        RuleCase.Resource(
            "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
            "hpa",
            $"{{ metadata: {{ name: web-hpa }}, spec: {{ minReplicas: {min}, maxReplicas: {max} }} }}"
        );
}
