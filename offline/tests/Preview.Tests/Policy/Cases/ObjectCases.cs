using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Tests.Policy.Cases;

/// <summary>Rules over Kubernetes objects other than pods.</summary>
internal static class ObjectCases
{
    private const string ClusterRole = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole";
    private const string RoleBinding = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding";
    private const string Ingress = "kubernetes:networking.k8s.io/v1:Ingress";
    private const string Service = "kubernetes:core/v1:Service";
    private const string Budget = "kubernetes:policy/v1:PodDisruptionBudget";
    private const string Autoscaler = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
    private const string CronJob = "kubernetes:batch/v1:CronJob";
    private const string ConfigMap = "kubernetes:core/v1:ConfigMap";
    private const string StatefulSet = "kubernetes:apps/v1:StatefulSet";
    private const string InShop = "metadata: { name: web, namespace: shop }";

    public static IEnumerable<RuleCase> All => [.. Rights, .. Routes, .. Numbers, .. Names];

    private static PlanResource Web => RuleCase.Deployment("{ containers: [{ name: web }] }");

    private static PlanResource WebService =>
        RuleCase.Resource(Service, "service", $"{{ {InShop}, spec: {{ selector: {{ app: web }}, ports: [{{ port: 80 }}] }} }}");

    private static IEnumerable<RuleCase> Rights =>
        [
            RuleCase.Of(
                "CKV_K8S_41",
                "kubernetes:core/v1:ServiceAccount",
                "{ metadata: { name: default }, automountServiceAccountToken: false }",
                "{ metadata: { name: default } }"
            ),
            RuleCase.Of(
                "CKV_K8S_42",
                RoleBinding,
                "{ subjects: [{ kind: ServiceAccount, name: web }] }",
                "{ subjects: [{ kind: ServiceAccount, name: default }] }"
            ),
            Role("CKV_K8S_49", "pods", "get", "'*'", "get"),
            Role("CKV_K8S_155", "mutatingwebhookconfigurations", "get", "mutatingwebhookconfigurations", "update"),
            Role("CKV_K8S_156", "certificatesigningrequests/approval", "get", "certificatesigningrequests/approval", "update"),
            Role("CKV_K8S_157", "roles", "get", "clusterroles", "bind"),
            Role("CKV_K8S_158", "roles", "get", "roles", "escalate"),
            Role("CKV2_K8S_2", "pods", "create", "pods/exec", "create"),
            Role("CKV2_K8S_3", "users", "get", "users", "impersonate"),
            Role("CKV2_K8S_4", "services/status", "get", "services/status", "patch"),
            Role("CKV2_K8S_5", "configmaps", "list", "secrets", "list"),
            RuleCase.Of(
                "polaris/clusterrolebindingClusterAdmin",
                RoleBinding,
                "{ roleRef: { name: view } }",
                "{ roleRef: { name: cluster-admin } }"
            ),
            RuleCase.Of(
                "pod-security/namespace-enforces",
                "kubernetes:core/v1:Namespace",
                "{ metadata: { labels: { pod-security.kubernetes.io/enforce: restricted } } }",
                "{ metadata: { labels: { pod-security.kubernetes.io/enforce: privileged } } }"
            ),
            RuleCase.Of("polaris/sensitiveConfigmapContent", ConfigMap, "{ data: { PORT: '3000' } }", "{ data: { DB_PASSWORD: planted } }"),
            RuleCase.Of(
                "polaris/sensitiveConfigmapContent",
                ConfigMap,
                "{ data: { PORT: '3000' } }",
                "{ data: { a.pem: '-----BEGIN PRIVATE KEY-----' } }"
            ),
        ];

    private static IEnumerable<RuleCase> Routes =>
        [
            Snippet("CKV_K8S_152", "content_by_lua_block"),
            Snippet("CKV_K8S_153", "more_set_headers"),
            Snippet("CKV_K8S_154", "alias /etc/"),
            RuleCase.Of("polaris/tlsSettingsMissing", Ingress, "{ spec: { tls: [{ secretName: tls }] } }", "{ spec: { rules: [] } }"),
            RuleCase.Of("kube-score/ingress-targets-service", Ingress, Route("web", "80"), Route("wep", "80"), WebService),
            RuleCase.Of("kube-score/ingress-targets-service", Ingress, Route("web", "80"), Route("web", "81"), WebService),
            RuleCase.Of(
                "kube-score/service-targets-pod",
                Service,
                $"{{ {InShop}, spec: {{ selector: {{ app: web }} }} }}",
                $"{{ {InShop}, spec: {{ selector: {{ app: wep }} }} }}",
                Web
            ),
            RuleCase.Of("kube-score/service-type", Service, "{ spec: { type: ClusterIP } }", "{ spec: { type: NodePort } }"),
            RuleCase.Of(
                "kube-score/networkpolicy-targets-pod",
                "kubernetes:networking.k8s.io/v1:NetworkPolicy",
                $"{{ {InShop}, spec: {{ podSelector: {{ matchExpressions: [{{ key: app, operator: In, values: [web] }}] }} }} }}",
                $"{{ {InShop}, spec: {{ podSelector: {{ matchExpressions: [{{ key: app, operator: NotIn, values: [web] }}] }} }} }}",
                Web
            ),
            RuleCase.Of(
                "own/dangling-ingress-config",
                Ingress,
                "{ metadata: { namespace: shop, annotations: { networking.gke.io/v1beta1.FrontendConfig: web } } }",
                "{ metadata: { namespace: shop, annotations: { networking.gke.io/v1beta1.FrontendConfig: wep } } }",
                RuleCase.Resource("kubernetes:networking.gke.io/v1beta1:FrontendConfig", "config", $"{{ {InShop} }}")
            ),
            RuleCase.Of(
                "own/dangling-ingress-config",
                Service,
                "{ metadata: { namespace: shop, annotations: { cloud.google.com/backend-config: '{\"default\": \"web\"}' } } }",
                "{ metadata: { namespace: shop, annotations: { cloud.google.com/backend-config: '{\"default\": \"wep\"}' } } }",
                RuleCase.Resource("kubernetes:cloud.google.com/v1:BackendConfig", "config", $"{{ {InShop} }}")
            ),
        ];

    private static IEnumerable<RuleCase> Numbers =>
        [
            Deployment("kube-score/deployment-strategy", "strategy: { type: RollingUpdate }", "strategy: { type: Recreate }", WebService),
            Deployment("kube-score/deployment-replicas", "replicas: 2", "replicas: 1", WebService),
            Deployment(
                "kube-score/deployment-targeted-by-hpa-does-not-have-replicas-configured",
                "minReadySeconds: 1",
                "replicas: 3",
                Scales("Deployment", "web", 2)
            ),
            new RuleCase("kube-score/deployment-has-poddisruptionbudget", [Web, BudgetFor("web", 1)], [Web, BudgetFor("wep", 1)]),
            new RuleCase(
                "kube-score/statefulset-has-poddisruptionbudget",
                [Set("serviceName: web"), BudgetFor("web", 1)],
                [Set("serviceName: web"), BudgetFor("wep", 1)]
            ),
            new RuleCase(
                "kube-score/statefulset-has-servicename",
                [Set("serviceName: web"), Headless],
                [Set("serviceName: wep"), Headless]
            ),
            new RuleCase("kube-score/deployment-has-host-podantiaffinity", [RuleCase.Deployment(Apart)], [Web]),
            new RuleCase("kube-score/statefulset-has-host-podantiaffinity", [Set("serviceName: web", Apart)], [Set("serviceName: web")]),
            Deployment(
                "kube-score/deployment-pod-selector-labels-match-template-metadata-labels",
                "selector: { matchLabels: { app: web } }",
                "selector: { matchLabels: { app: wep } }"
            ),
            new RuleCase(
                "kube-score/statefulset-pod-selector-labels-match-template-metadata-labels",
                [Set("selector: { matchLabels: { app: web } }")],
                [Set("selector: { matchLabels: { app: wep } }")]
            ),
            new RuleCase(
                "kube-score/horizontalpodautoscaler-has-target",
                [Scales("Deployment", "web", 2), Web],
                [Scales("Deployment", "wep", 2), Web]
            ),
            new RuleCase("kube-score/horizontalpodautoscaler-replicas", [Scales("Deployment", "web", 2)], [Scales("Deployment", "web", 1)]),
            RuleCase.Of(
                "polaris/hpaMaxAvailability",
                Autoscaler,
                "{ spec: { minReplicas: 2, maxReplicas: 3 } }",
                "{ spec: { minReplicas: 2, maxReplicas: 2 } }"
            ),
            RuleCase.Of(
                "kube-score/poddisruptionbudget-has-policy",
                Budget,
                "{ spec: { maxUnavailable: 1 } }",
                "{ spec: { selector: {} } }"
            ),
            RuleCase.Of("polaris/pdbDisruptionsIsZero", Budget, "{ spec: { maxUnavailable: 1 } }", "{ spec: { maxUnavailable: 0 } }"),
            RuleCase.Of("polaris/pdbDisruptionsIsZero", Budget, "{ spec: { minAvailable: 50% } }", "{ spec: { minAvailable: 100% } }"),
            new RuleCase(
                "polaris/pdbMinAvailableGreaterThanHPAMinReplicas",
                [BudgetFor("web", 1), Web, Scales("Deployment", "web", 2)],
                [BudgetFor("web", 2), Web, Scales("Deployment", "web", 2)]
            ),
            RuleCase.Of(
                "kube-score/cronjob-has-deadline",
                CronJob,
                "{ spec: { startingDeadlineSeconds: 60 } }",
                "{ spec: { schedule: '* * * * *' } }"
            ),
            RuleCase.Of("kube-score/cronjob-restartpolicy", CronJob, Restart("Never"), Restart("Always")),
            RuleCase.Of(
                "own/job-deadline",
                "kubernetes:batch/v1:Job",
                "{ spec: { activeDeadlineSeconds: 60 } }",
                "{ spec: { backoffLimit: 1 } }"
            ),
        ];

    private static IEnumerable<RuleCase> Names =>
        [
            RuleCase.Of(
                "polaris/metadataAndInstanceMismatched",
                StatefulSet,
                "{ metadata: { name: web, labels: { app.kubernetes.io/instance: web } }, spec: { template: { spec: { containers: [] } } } }",
                "{ metadata: { name: web, labels: { app.kubernetes.io/instance: shop } }, spec: { template: { spec: { containers: [] } } } }"
            ),
            RuleCase.Of("CKV_K8S_21", ConfigMap, "{ metadata: { namespace: shop } }", "{ metadata: { namespace: default } }"),
            RuleCase.Of("CKV_K8S_21", ConfigMap, "{ metadata: { namespace: shop } }", "{ metadata: { name: web } }"),
            new RuleCase(
                "kube-score/stable-version",
                [RuleCase.Resource("kubernetes:apps/v1:Deployment", "web", $"{{ {InShop} }}")],
                [RuleCase.Resource("kubernetes:apps/v1beta1:Deployment", "web", $"{{ {InShop} }}")]
            ),
            RuleCase.Of(
                "kube-score/label-values",
                ConfigMap,
                "{ metadata: { labels: { app: web-1 } } }",
                "{ metadata: { labels: { app: 'web app' } } }"
            ),
            RuleCase.Of("own/object-name", ConfigMap, "{ metadata: { name: web.v1 } }", "{ metadata: { name: Web } }"),
            RuleCase.Of("own/object-name", Service, "{ metadata: { name: web-1 } }", "{ metadata: { name: web.v1 } }"),
            RuleCase.Of(
                "own/dangling-namespace",
                ConfigMap,
                "{ metadata: { namespace: shop } }",
                "{ metadata: { namespace: shopp } }",
                RuleCase.Resource("kubernetes:core/v1:Namespace", "namespace", "{ metadata: { name: shop } }")
            ),
        ];

    private const string Apart =
        "{ containers: [{ name: web }], affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: "
        + "[{ podAffinityTerm: { topologyKey: kubernetes.io/hostname } }] } } }";

    private static PlanResource Headless => RuleCase.Resource(Service, "headless", $"{{ {InShop}, spec: {{ clusterIP: None }} }}");

    private static RuleCase Role(string rule, string resource, string verb, string badResource, string badVerb) =>
        RuleCase.Of(
            rule,
            ClusterRole,
            $"{{ rules: [{{ apiGroups: [''], resources: [{resource}], verbs: [{verb}] }}] }}",
            $"{{ rules: [{{ apiGroups: [''], resources: [{badResource}], verbs: [{badVerb}] }}] }}"
        );

    private static RuleCase Snippet(string rule, string text) =>
        RuleCase.Of(
            rule,
            Ingress,
            "{ metadata: { annotations: { kubernetes.io/ingress.class: nginx } } }",
            $"{{ metadata: {{ annotations: {{ nginx.ingress.kubernetes.io/configuration-snippet: '{text}' }} }} }}"
        );

    private static string Route(string service, string port) =>
        $"{{ {InShop}, spec: {{ rules: [{{ http: {{ paths: [{{ backend: {{ service: {{ name: {service}, port: {{ number: {port} }} }} }} }}] }} }}] }} }}";

    private static string Restart(string policy) =>
        $"{{ spec: {{ jobTemplate: {{ spec: {{ template: {{ spec: {{ restartPolicy: {policy} }} }} }} }} }} }}";

    private static RuleCase Deployment(string rule, string good, string bad, params PlanResource[] beside)
    {
        static string Spec(string setting) =>
            $"{{ {InShop}, spec: {{ {setting}, template: {{ metadata: {{ labels: {{ app: web }} }}, spec: {{ containers: [{{ name: web }}] }} }} }} }}";
        return RuleCase.Of(rule, "kubernetes:apps/v1:Deployment", Spec(good), Spec(bad), beside);
    }

    private static PlanResource Set(string setting, string pod = "{ containers: [{ name: web }] }") =>
        RuleCase.Resource(
            StatefulSet,
            "set",
            $"{{ {InShop}, spec: {{ {setting}, template: {{ metadata: {{ labels: {{ app: web }} }}, spec: {pod} }} }} }}"
        );

    private static PlanResource BudgetFor(string app, int minAvailable) =>
        RuleCase.Resource(
            Budget,
            "budget",
            $"{{ {InShop}, spec: {{ minAvailable: {minAvailable}, selector: {{ matchLabels: {{ app: {app} }} }} }} }}"
        );

    private static PlanResource Scales(string kind, string name, int min) =>
        RuleCase.Resource(
            Autoscaler,
            "hpa",
            $"{{ {InShop}, spec: {{ minReplicas: {min}, maxReplicas: 9, scaleTargetRef: {{ kind: {kind}, name: {name} }} }} }}"
        );
}
