using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using PmCrm.Contract;
using Pulumi;
using Apps = Pulumi.Kubernetes.Apps.V1;
using AppsArgs = Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Autoscaling = Pulumi.Kubernetes.Autoscaling.V2;
using AutoscalingArgs = Pulumi.Kubernetes.Types.Inputs.Autoscaling.V2;
using Core = Pulumi.Kubernetes.Core.V1;
using CoreArgs = Pulumi.Kubernetes.Types.Inputs.Core.V1;
using MetaArgs = Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Net = Pulumi.Kubernetes.Networking.V1;
using NetArgs = Pulumi.Kubernetes.Types.Inputs.Networking.V1;
using Policy = Pulumi.Kubernetes.Policy.V1;
using PolicyArgs = Pulumi.Kubernetes.Types.Inputs.Policy.V1;
using Scheduling = Pulumi.Kubernetes.Scheduling.V1;
using SchedulingArgs = Pulumi.Kubernetes.Types.Inputs.Scheduling.V1;

namespace PmCrm.Components.Workload;

/// <summary>
/// The objects that backend and worker share: account, priority, Deployment, autoscaler, disruption budget, network policy. Only for use
/// inside their components.
/// </summary>
internal sealed class AppService(ComponentResource owner, string name, string workload, AppServiceArgs args)
{
    /// <summary>Time for load balancers to remove a pod before it is told to stop.</summary>
    public static readonly TimeSpan PreStop = TimeSpan.FromSeconds(15);

    /// <summary>Timeout of a rollout at the largest size.</summary>
    private static readonly TimeSpan RolloutTime = TimeSpan.FromMinutes(20);

    /// <summary>Time after pre-stop and shutdown until a pod is killed.</summary>
    private static readonly TimeSpan GraceMargin = TimeSpan.FromSeconds(5);

    public Core.ServiceAccount CreateServiceAccount() =>
        new(
            $"{name}-account",
            new CoreArgs.ServiceAccountArgs
            {
                Metadata = Named(
                    workload,
                    new Dictionary<string, Input<string>> { [WorkloadIdentityAccount.AnnotationKey] = args.GoogleServiceAccount }
                ),
                AutomountServiceAccountToken = false,
            },
            owner.Child()
        );

    public Scheduling.PriorityClass CreatePriority(int value, string description) =>
        new(
            $"{name}-priority",
            new SchedulingArgs.PriorityClassArgs
            {
                Metadata = new MetaArgs.ObjectMetaArgs { Name = workload, Labels = KubernetesLabels.Of(args.Labels, workload) },
                Value = value,
                Description = description,
                GlobalDefault = false,
            },
            owner.Child()
        );

    /// <param name="container">The one container.</param>
    /// <param name="pool">Where the pods run.</param>
    /// <param name="account">What they run as.</param>
    /// <param name="priority">Priority for scheduling and preemption.</param>
    /// <param name="migration">The migration, which must succeed before pods of this image start.</param>
    public Apps.Deployment CreateDeployment(
        CoreArgs.ContainerArgs container,
        NodePoolRole pool,
        Core.ServiceAccount account,
        Scheduling.PriorityClass priority,
        Resource migration
    )
    {
        container.Lifecycle = new CoreArgs.LifecycleArgs
        {
            PreStop = new CoreArgs.LifecycleHandlerArgs { Sleep = new CoreArgs.SleepActionArgs { Seconds = (int)PreStop.TotalSeconds } },
        };
        var pod = new CoreArgs.PodSpecArgs
        {
            // Both are named like the workload. Names taken from their outputs would make an unknown annotation of the account change every
            // pod in a preview.
            ServiceAccountName = workload,
            PriorityClassName = workload,
            TerminationGracePeriodSeconds = (int)(PreStop + AppContract.ShutdownTime + GraceMargin).TotalSeconds,
            TopologySpreadConstraints =
            {
                Spread("topology.kubernetes.io/zone", "DoNotSchedule"),
                Spread("kubernetes.io/hostname", "ScheduleAnyway"),
            },
            Containers = { container },
        };
        var options = owner.Child(migration, account, priority);
        // A rollout has several rounds of pods, and each may wait for a new node.
        options.CustomTimeouts = new CustomTimeouts { Create = RolloutTime, Update = RolloutTime };
        return new Apps.Deployment(
            name,
            new AppsArgs.DeploymentArgs
            {
                // After `kubectl rollout undo` or `set image`, kubectl owns the image field. Without the annotation the next preview fails
                // with "conflict with "kubectl"" (handleSSAErr in provider/pkg/await of pulumi/pulumi-kubernetes); with it the stack's
                // image wins.
                Metadata = Named(
                    workload,
                    new Dictionary<string, Input<string>> { [PulumiAnnotations.PatchForce] = PulumiAnnotations.True }
                ),
                Spec = new AppsArgs.DeploymentSpecArgs
                {
                    // No replicas: the autoscaler owns that number.
                    RevisionHistoryLimit = 5,
                    ProgressDeadlineSeconds = 600,
                    MinReadySeconds = 10,
                    Selector = new MetaArgs.LabelSelectorArgs { MatchLabels = KubernetesLabels.Selector(workload) },
                    Strategy = new AppsArgs.DeploymentStrategyArgs
                    {
                        Type = "RollingUpdate",
                        RollingUpdate = new AppsArgs.RollingUpdateDeploymentArgs
                        {
                            MaxUnavailable = 0,
                            MaxSurge = $"{ReplicaRange.RolloutSurgePercent}%",
                        },
                    },
                    Template = AppPod.Template(workload, args, pod, pool),
                },
            },
            options
        );
    }

    /// <summary>Scales on CPU (70 %) and memory (80 %): up at once, down slowly.</summary>
    public Autoscaling.HorizontalPodAutoscaler CreateAutoscaler(Apps.Deployment deployment, string autoscalerName) =>
        new(
            $"{name}-hpa",
            new AutoscalingArgs.HorizontalPodAutoscalerArgs
            {
                Metadata = Named(autoscalerName),
                Spec = new AutoscalingArgs.HorizontalPodAutoscalerSpecArgs
                {
                    ScaleTargetRef = new AutoscalingArgs.CrossVersionObjectReferenceArgs
                    {
                        ApiVersion = "apps/v1",
                        Kind = "Deployment",
                        Name = MissingValue.NameOf(deployment.Metadata, "Deployment"),
                    },
                    MinReplicas = args.Replicas.Min,
                    MaxReplicas = args.Replicas.Max,
                    Metrics = { Utilization("cpu", 70), Utilization("memory", 80) },
                    Behavior = new AutoscalingArgs.HorizontalPodAutoscalerBehaviorArgs
                    {
                        ScaleUp = Scaling(stabilizationSeconds: 0, percent: 100, periodSeconds: 15),
                        ScaleDown = Scaling(stabilizationSeconds: 300, percent: 10, periodSeconds: 60),
                    },
                },
            },
            owner.Child()
        );

    /// <summary>Evictions must leave at least the minimum of replicas less one.</summary>
    public void CreateDisruptionBudget() =>
        _ = new Policy.PodDisruptionBudget(
            $"{name}-pdb",
            new PolicyArgs.PodDisruptionBudgetArgs
            {
                Metadata = Named(workload),
                Spec = new PolicyArgs.PodDisruptionBudgetSpecArgs
                {
                    MinAvailable = args.Replicas.Min - 1,
                    // Unhealthy pods must not block a node drain.
                    UnhealthyPodEvictionPolicy = "AlwaysAllow",
                    Selector = new MetaArgs.LabelSelectorArgs { MatchLabels = KubernetesLabels.Selector(workload) },
                },
            },
            owner.Child()
        );

    /// <param name="callers">Who may connect to the application's port; nobody when empty.</param>
    public void CreateNetworkPolicy(params NetArgs.NetworkPolicyPeerArgs[] callers)
    {
        var spec = new NetArgs.NetworkPolicySpecArgs
        {
            PodSelector = new MetaArgs.LabelSelectorArgs { MatchLabels = KubernetesLabels.Selector(workload) },
            PolicyTypes = Traffic.BothWays,
            Egress = args.Egress.ToDataAndServices(),
        };
        if (callers.Length > 0)
            spec.Ingress = new NetArgs.NetworkPolicyIngressRuleArgs
            {
                From = callers,
                Ports = { Traffic.Port(Traffic.Tcp, AppContract.Port) },
            };
        _ = new Net.NetworkPolicy(
            $"{name}-network-policy",
            new NetArgs.NetworkPolicyArgs { Metadata = Named(workload), Spec = spec },
            owner.Child()
        );
    }

    public MetaArgs.ObjectMetaArgs Named(string objectName, IEnumerable<KeyValuePair<string, Input<string>>>? annotations = null)
    {
        var metadata = new MetaArgs.ObjectMetaArgs
        {
            Name = objectName,
            Namespace = args.Namespace,
            Labels = KubernetesLabels.Of(args.Labels, workload),
        };
        foreach (var (key, value) in annotations ?? [])
            metadata.Annotations.Add(key, value);
        return metadata;
    }

    private CoreArgs.TopologySpreadConstraintArgs Spread(string topologyKey, string whenUnsatisfiable) =>
        new()
        {
            MaxSkew = 1,
            TopologyKey = topologyKey,
            WhenUnsatisfiable = whenUnsatisfiable,
            LabelSelector = new MetaArgs.LabelSelectorArgs { MatchLabels = KubernetesLabels.Selector(workload) },
            // By default the tainted nodes of a failed zone count as an empty zone, and DoNotSchedule then leaves pods Pending although
            // nodes are free (pkg/scheduler/framework/plugins/podtopologyspread in kubernetes/kubernetes).
            NodeTaintsPolicy = "Honor",
            // Pods of the old and of the new version are spread separately.
            MatchLabelKeys = { "pod-template-hash" },
        };

    private static AutoscalingArgs.MetricSpecArgs Utilization(string resource, int percent) =>
        new()
        {
            Type = "Resource",
            Resource = new AutoscalingArgs.ResourceMetricSourceArgs
            {
                Name = resource,
                Target = new AutoscalingArgs.MetricTargetArgs { Type = "Utilization", AverageUtilization = percent },
            },
        };

    private static AutoscalingArgs.HPAScalingRulesArgs Scaling(int stabilizationSeconds, int percent, int periodSeconds) =>
        new()
        {
            StabilizationWindowSeconds = stabilizationSeconds,
            Policies =
            {
                new AutoscalingArgs.HPAScalingPolicyArgs
                {
                    Type = "Percent",
                    Value = percent,
                    PeriodSeconds = periodSeconds,
                },
            },
        };
}
