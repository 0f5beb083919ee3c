using Pulumi;
using Pulumi.Kubernetes.Autoscaling.V2;
using Pulumi.Kubernetes.Batch.V1;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Policy.V1;
using Pulumi.Kubernetes.Rbac.V1;
using Pulumi.Kubernetes.Scheduling.V1;
using Pulumi.Kubernetes.Types.Inputs.Autoscaling.V2;
using Pulumi.Kubernetes.Types.Inputs.Batch.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Policy.V1;
using Pulumi.Kubernetes.Types.Inputs.Rbac.V1;
using Pulumi.Kubernetes.Types.Inputs.Scheduling.V1;

namespace PmCrm.Samples.Programs;

/// <summary>The kinds around a workload: scaling, disruption, traffic, jobs, quotas and roles.</summary>
internal static class KubernetesPolicies
{
    public static void Create(ObjectMetaArgs metadata, InputMap<string> labels, CustomResourceOptions options)
    {
        new HorizontalPodAutoscaler(
            "hpa",
            new HorizontalPodAutoscalerArgs
            {
                Metadata = metadata,
                Spec = new HorizontalPodAutoscalerSpecArgs
                {
                    MinReplicas = 3,
                    MaxReplicas = 20,
                    ScaleTargetRef = new CrossVersionObjectReferenceArgs
                    {
                        ApiVersion = "apps/v1",
                        Kind = "Deployment",
                        Name = "backend",
                    },
                    Metrics =
                    {
                        new MetricSpecArgs
                        {
                            Type = "Resource",
                            Resource = new ResourceMetricSourceArgs
                            {
                                Name = "cpu",
                                Target = new MetricTargetArgs { Type = "Utilization", AverageUtilization = 70 },
                            },
                        },
                    },
                },
            },
            options
        );
        new PodDisruptionBudget(
            "pdb",
            new PodDisruptionBudgetArgs
            {
                Metadata = metadata,
                Spec = new PodDisruptionBudgetSpecArgs
                {
                    MinAvailable = 2,
                    Selector = new LabelSelectorArgs { MatchLabels = labels },
                },
            },
            options
        );
        new NetworkPolicy(
            "deny",
            new NetworkPolicyArgs
            {
                Metadata = metadata,
                Spec = new NetworkPolicySpecArgs { PodSelector = new LabelSelectorArgs(), PolicyTypes = { "Ingress", "Egress" } },
            },
            options
        );
        new Ingress(
            "ingress",
            new IngressArgs
            {
                Metadata = metadata,
                Spec = new IngressSpecArgs
                {
                    Rules =
                    {
                        new IngressRuleArgs
                        {
                            Host = "api.example.com",
                            Http = new HTTPIngressRuleValueArgs
                            {
                                Paths =
                                {
                                    new HTTPIngressPathArgs
                                    {
                                        Path = "/",
                                        PathType = "Prefix",
                                        Backend = new IngressBackendArgs
                                        {
                                            Service = new IngressServiceBackendArgs
                                            {
                                                Name = "service",
                                                Port = new ServiceBackendPortArgs { Number = 80 },
                                            },
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
            options
        );
        var pod = new PodTemplateSpecArgs
        {
            Spec = new PodSpecArgs
            {
                RestartPolicy = "Never",
                Containers =
                {
                    new ContainerArgs { Name = "migrate", Image = "migrate" },
                },
            },
        };
        var job = new JobSpecArgs
        {
            BackoffLimit = 3,
            TtlSecondsAfterFinished = 600,
            Template = pod,
        };
        new Job("migrate", new JobArgs { Metadata = metadata, Spec = job }, options);
        new CronJob(
            "nightly",
            new CronJobArgs
            {
                Spec = new CronJobSpecArgs
                {
                    Schedule = "0 2 * * *",
                    JobTemplate = new JobTemplateSpecArgs { Spec = job },
                },
            },
            options
        );
        new ServiceAccount("account", new ServiceAccountArgs { Metadata = metadata, AutomountServiceAccountToken = false }, options);
        new ResourceQuota("quota", new ResourceQuotaArgs { Spec = new ResourceQuotaSpecArgs { Hard = { ["pods"] = "50" } } }, options);
        new LimitRange(
            "limits",
            new LimitRangeArgs
            {
                Spec = new LimitRangeSpecArgs
                {
                    Limits =
                    {
                        new LimitRangeItemArgs { Type = "Container", Default = { ["cpu"] = "1" } },
                    },
                },
            },
            options
        );
        new PriorityClass(
            "priority",
            new PriorityClassArgs
            {
                Value = 1000,
                GlobalDefault = false,
                Description = "first",
            },
            options
        );
        var role = new ClusterRole(
            "role",
            new ClusterRoleArgs
            {
                Rules =
                {
                    new PolicyRuleArgs
                    {
                        ApiGroups = { "" },
                        Resources = { "pods" },
                        Verbs = { "get", "list" },
                    },
                },
            },
            options
        );
        new ClusterRoleBinding(
            "binding",
            new ClusterRoleBindingArgs
            {
                RoleRef = new RoleRefArgs
                {
                    ApiGroup = "rbac.authorization.k8s.io",
                    Kind = "ClusterRole",
                    Name = role.Metadata.Apply(meta => meta.Name),
                },
                Subjects =
                {
                    new SubjectArgs
                    {
                        Kind = "ServiceAccount",
                        Name = "account",
                        Namespace = "pmcrm",
                    },
                },
            },
            options
        );
    }
}
