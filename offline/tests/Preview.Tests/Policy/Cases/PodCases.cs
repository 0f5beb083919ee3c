using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Tests.Policy.Cases;

/// <summary>Rules over pods and containers.</summary>
internal static class PodCases
{
    private const string Digest = "eu.example/shop@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    public static IEnumerable<RuleCase> All => [.. Containers, .. Pods, .. References];

    private static IEnumerable<RuleCase> Containers =>
        [
            RuleCase.Container("CKV_K8S_8", "{ livenessProbe: { httpGet: { path: /live } } }", "{ name: web }"),
            RuleCase.Container("CKV_K8S_9", "{ readinessProbe: { httpGet: { path: /ready } } }", "{ name: web }"),
            RuleCase.Container("CKV_K8S_10", "{ resources: { requests: { cpu: 100m } } }", "{ name: web }"),
            RuleCase.Container("CKV_K8S_11", "{ resources: { limits: { cpu: 100m } } }", "{ name: web }"),
            RuleCase.Container("CKV_K8S_12", "{ resources: { requests: { memory: 1Gi } } }", "{ name: web }"),
            RuleCase.Container("CKV_K8S_13", "{ resources: { limits: { memory: 1Gi } } }", "{ name: web }"),
            RuleCase.Container("CKV_K8S_14", "{ image: 'eu.example:5000/shop:1.2' }", "{ image: 'eu.example:5000/shop' }"),
            RuleCase.Container("CKV_K8S_14", $"{{ image: '{Digest}' }}", "{ image: 'shop:latest' }"),
            RuleCase.Container("CKV_K8S_15", $"{{ image: '{Digest}' }}", $"{{ image: '{Digest}', imagePullPolicy: IfNotPresent }}"),
            RuleCase.Container("CKV_K8S_15", "{ image: 'shop:1.2', imagePullPolicy: Always }", "{ image: 'shop:1.2' }"),
            Security("CKV_K8S_16", "privileged: false", "privileged: true"),
            Security("CKV_K8S_20", "allowPrivilegeEscalation: false", "privileged: false"),
            Security("CKV_K8S_22", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false"),
            Security("CKV_K8S_23", "runAsNonRoot: true", "runAsNonRoot: false"),
            Security("CKV_K8S_23", "runAsUser: 1", "runAsUser: 0, runAsNonRoot: true"),
            RuleCase.Pod(
                "CKV_K8S_23",
                "{ securityContext: { runAsNonRoot: true }, containers: [{ name: web }] }",
                "{ securityContext: { runAsNonRoot: true }, containers: [{ name: web, securityContext: { runAsNonRoot: false } }] }"
            ),
            Security("CKV_K8S_25", "capabilities: { drop: [ALL] }", "capabilities: { add: [NET_ADMIN] }"),
            RuleCase.Container(
                "CKV_K8S_26",
                "{ ports: [{ containerPort: 3000 }] }",
                "{ ports: [{ containerPort: 3000, hostPort: 3000 }] }"
            ),
            Security("CKV_K8S_28", "capabilities: { drop: [NET_RAW] }", "capabilities: { drop: [CHOWN] }"),
            Security("CKV_K8S_30", "privileged: false", null),
            Security("CKV_K8S_31", "seccompProfile: { type: RuntimeDefault }", "seccompProfile: { type: Unconfined }"),
            RuleCase.Container("CKV_K8S_33", "{ image: 'shop:1.2' }", "{ image: 'docker.io/kubernetesui/dashboard:v2.7.0' }"),
            RuleCase.Container("CKV_K8S_34", "{ image: 'shop:1.2' }", "{ image: 'gcr.io/kubernetes-helm/tiller:v2.17.0' }"),
            RuleCase.Container(
                "CKV_K8S_35",
                "{ env: [{ name: A, value: b }] }",
                "{ env: [{ name: A, valueFrom: { secretKeyRef: { name: s, key: k } } }] }"
            ),
            RuleCase.Container("CKV_K8S_35", "{ envFrom: [{ configMapRef: { name: c } }] }", "{ envFrom: [{ secretRef: { name: s } }] }"),
            Security("CKV_K8S_37", "capabilities: { drop: [ALL] }", "capabilities: { drop: [NET_RAW] }"),
            Security("CKV_K8S_40", "runAsUser: 10001", "runAsUser: 1000"),
            Security("kube-score/container-security-context-user-group-id", "runAsGroup: 10001", "runAsGroup: 1000"),
            RuleCase.Container("CKV_K8S_43", $"{{ image: '{Digest}' }}", "{ image: 'shop:1.2' }"),
            RuleCase.Container("CKV_K8S_159", "{ env: [{ name: GIT }] }", "{ env: [{ name: GITSYNC_GIT }] }"),
            RuleCase.Container(
                "kube-score/container-ephemeral-storage-request-and-limit",
                "{ resources: { requests: { ephemeral-storage: 1Gi }, limits: { ephemeral-storage: 1Gi } } }",
                "{ resources: { requests: { ephemeral-storage: 1Gi } } }"
            ),
            RuleCase.Container(
                "kube-score/container-ports-check",
                "{ ports: [{ name: http }] }",
                "{ ports: [{ name: http-for-everybody }] }"
            ),
            RuleCase.Container(
                "kube-score/container-ports-check",
                "{ ports: [{ name: http }, { name: probes }] }",
                "{ ports: [{ name: http }, { name: http }] }"
            ),
            RuleCase.Container(
                "kube-score/environment-variable-key-duplication",
                "{ env: [{ name: A, value: a }, { name: B, value: b }] }",
                "{ env: [{ name: A, value: a }, { name: A, value: b }] }"
            ),
            RuleCase.Container(
                "kube-score/pod-probes-identical",
                "{ livenessProbe: { httpGet: { path: /live } }, readinessProbe: { httpGet: { path: /ready } } }",
                "{ livenessProbe: { httpGet: { path: /health } }, readinessProbe: { httpGet: { path: /health } } }"
            ),
            RuleCase.Container(
                "polaris/sensitiveContainerEnvVar",
                "{ env: [{ name: PORT, value: '3000' }] }",
                "{ env: [{ name: DB_PASSWORD, value: planted }] }"
            ),
            Security("polaris/procMount", "procMount: Default", "procMount: Unmasked"),
            Security("pod-security/host-process", "windowsOptions: { hostProcess: false }", "windowsOptions: { hostProcess: true }"),
            Security("pod-security/apparmor", "appArmorProfile: { type: RuntimeDefault }", "appArmorProfile: { type: Unconfined }"),
            Security("pod-security/selinux", "seLinuxOptions: { type: container_t }", "seLinuxOptions: { type: spc_t }"),
            Security("pod-security/selinux", "seLinuxOptions: { type: container_t }", "seLinuxOptions: { user: system_u }"),
            RuleCase.Pod(
                "own/grace-period",
                "{ terminationGracePeriodSeconds: 45, containers: [{ lifecycle: { preStop: { sleep: { seconds: 15 } } } }] }",
                "{ terminationGracePeriodSeconds: 15, containers: [{ lifecycle: { preStop: { sleep: { seconds: 15 } } } }] }"
            ),
            RuleCase.Pod(
                "own/dangling-volume",
                "{ volumes: [{ name: tmp, emptyDir: {} }], containers: [{ volumeMounts: [{ name: tmp, mountPath: /tmp }] }] }",
                "{ volumes: [{ name: tmp, emptyDir: {} }], containers: [{ volumeMounts: [{ name: temp, mountPath: /tmp }] }] }"
            ),
        ];

    private static IEnumerable<RuleCase> Pods =>
        [
            Spec("CKV_K8S_17", "hostPID: false", "hostPID: true"),
            Spec("CKV_K8S_18", "hostIPC: false", "hostIPC: true"),
            Spec("CKV_K8S_19", "hostNetwork: false", "hostNetwork: true"),
            Spec("CKV_K8S_27", "volumes: [{ emptyDir: {} }]", "volumes: [{ hostPath: { path: /var/run/docker.sock } }]"),
            Spec("CKV_K8S_29", "securityContext: { runAsUser: 1 }", "hostPID: false"),
            Spec("CKV_K8S_38", "automountServiceAccountToken: false", "hostPID: false"),
            Spec("polaris/hostPathSet", "volumes: [{ emptyDir: {} }]", "volumes: [{ hostPath: { path: /proc } }]"),
            Spec("polaris/priorityClassNotSet", "priorityClassName: shop", "hostPID: false"),
            Spec(
                "polaris/topologySpreadConstraint",
                "topologySpreadConstraints: [{ maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule }]",
                "hostPID: false"
            ),
            Spec(
                "pod-security/sysctls",
                "securityContext: { sysctls: [{ name: net.ipv4.tcp_syncookies }] }",
                "securityContext: { sysctls: [{ name: kernel.msgmax }] }"
            ),
            Spec("pod-security/volume-types", "volumes: [{ name: tmp, emptyDir: {} }]", "volumes: [{ name: nfs, nfs: { server: a } }]"),
            Spec(
                "kube-score/pod-topology-spread-constraints",
                "topologySpreadConstraints: [{ maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: web } } }]",
                "topologySpreadConstraints: [{ maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: { matchLabels: { app: other } } }]"
            ),
            Spec("own/dangling-node-selector", "nodeSelector: { pool: app }", "nodeSelector: { pool: apps }", Pool("app", "[]")),
            Spec(
                "own/tainted-pool",
                "nodeSelector: { pool: jobs }, tolerations: [{ key: pool, operator: Equal, value: jobs, effect: NoSchedule }]",
                "nodeSelector: { pool: jobs }, tolerations: [{ key: pool, operator: Equal, value: other, effect: NoSchedule }]",
                Pool("jobs", "[{ key: pool, value: jobs, effect: NO_SCHEDULE }]")
            ),
        ];

    private static IEnumerable<RuleCase> References =>
        [
            Spec(
                "own/dangling-service-account",
                "serviceAccountName: web",
                "serviceAccountName: wep",
                Named("core/v1:ServiceAccount", "web")
            ),
            Spec(
                "own/dangling-priority-class",
                "priorityClassName: web",
                "priorityClassName: wep",
                Named("scheduling.k8s.io/v1:PriorityClass", "web")
            ),
            Spec("own/dangling-priority-class", "priorityClassName: system-cluster-critical", "priorityClassName: wep"),
            Spec(
                "own/dangling-config-map",
                "volumes: [{ configMap: { name: web } }]",
                "volumes: [{ configMap: { name: wep } }]",
                Named("core/v1:ConfigMap", "web")
            ),
            RuleCase.Container(
                "own/dangling-config-map",
                "{ envFrom: [{ configMapRef: { name: web } }] }",
                "{ envFrom: [{ configMapRef: { name: wep } }] }",
                Named("core/v1:ConfigMap", "web")
            ),
            RuleCase.Container(
                "own/dangling-config-map",
                "{ envFrom: [{ configMapRef: { name: wep, optional: true } }] }",
                "{ env: [{ name: A, valueFrom: { configMapKeyRef: { name: wep, key: a } } }] }",
                Named("core/v1:ConfigMap", "web")
            ),
            Spec(
                "own/dangling-secret",
                "imagePullSecrets: [{ name: web }]",
                "imagePullSecrets: [{ name: wep }]",
                Named("core/v1:Secret", "web")
            ),
            Spec(
                "own/dangling-secret",
                "volumes: [{ secret: { secretName: web } }]",
                "volumes: [{ projected: { sources: [{ secret: { name: wep } }] } }]",
                Named("core/v1:Secret", "web")
            ),
            RuleCase.Container(
                "own/dangling-secret",
                "{ env: [{ name: A, valueFrom: { secretKeyRef: { name: web, key: a } } }] }",
                "{ env: [{ name: A, valueFrom: { secretKeyRef: { name: wep, key: a } } }] }",
                Named("core/v1:Secret", "web")
            ),
            new RuleCase(
                "CKV2_K8S_6",
                [RuleCase.Deployment("{ containers: [{ name: web }] }"), NetworkPolicy("{ app: web }", "Ingress, Egress")],
                [RuleCase.Deployment("{ containers: [{ name: web }] }"), NetworkPolicy("{ app: web }", "Ingress")]
            ),
            new RuleCase(
                "CKV2_K8S_6",
                [RuleCase.Deployment("{ containers: [{ name: web }] }"), NetworkPolicy("{}", "Ingress, Egress")],
                [RuleCase.Deployment("{ containers: [{ name: web }] }"), NetworkPolicy("{ app: other }", "Ingress, Egress")]
            ),
        ];

    private static RuleCase Security(string rule, string good, string? bad) =>
        RuleCase.Container(
            rule,
            $"{{ name: web, securityContext: {{ {good} }} }}",
            bad is null ? "{ name: web }" : $"{{ name: web, securityContext: {{ {bad} }} }}"
        );

    private static RuleCase Spec(string rule, string good, string bad, params PlanResource[] beside) =>
        RuleCase.Pod(rule, $"{{ containers: [{{ name: web }}], {good} }}", $"{{ containers: [{{ name: web }}], {bad} }}", beside);

    private static PlanResource Named(string kind, string name) =>
        RuleCase.Resource($"kubernetes:{kind}", "other", $"{{ metadata: {{ name: {name}, namespace: shop }} }}");

    private static PlanResource Pool(string label, string taints) =>
        RuleCase.Resource(
            "gcp:container/nodePool:NodePool",
            "pool",
            $"{{ nodeConfig: {{ labels: {{ pool: {label} }}, taints: {taints} }} }}"
        );

    private static PlanResource NetworkPolicy(string labels, string types) =>
        RuleCase.Resource(
            "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            "policy",
            $"{{ metadata: {{ namespace: shop }}, spec: {{ podSelector: {{ matchLabels: {labels} }}, policyTypes: [{types}] }} }}"
        );
}
