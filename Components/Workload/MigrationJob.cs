using PmCrm.Components.Common;
using PmCrm.Contract;
using Pulumi;
using Batch = Pulumi.Kubernetes.Batch.V1;
using BatchArgs = Pulumi.Kubernetes.Types.Inputs.Batch.V1;
using Core = Pulumi.Kubernetes.Core.V1;
using CoreArgs = Pulumi.Kubernetes.Types.Inputs.Core.V1;
using MetaArgs = Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Net = Pulumi.Kubernetes.Networking.V1;
using NetArgs = Pulumi.Kubernetes.Types.Inputs.Networking.V1;
using Scheduling = Pulumi.Kubernetes.Scheduling.V1;
using SchedulingArgs = Pulumi.Kubernetes.Types.Inputs.Scheduling.V1;

namespace PmCrm.Components.Workload;

/// <summary>
/// Migrates the database to the schema of an image before pods of that image start: resources that depend on this component wait until the
/// job has succeeded. Each image has its own job, named by its digest; a changed configuration runs it again, and the next update replaces
/// a failed job. Migrations expand first and contract later, so pods of the previous image keep working meanwhile.
/// </summary>
/// <example><c>examples/MigrationJobExample.cs</c></example>
public sealed class MigrationJob : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:workload:MigrationJob";

    /// <summary>Label of the job's pods, and prefix of the job's name.</summary>
    public const string Workload = "pmcrm-migrate";

    /// <summary>Additional time for a job's pod to get a node and pull its image.</summary>
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(5);

    /// <summary>Creates the job.</summary>
    public MigrationJob(string name, MigrationJobArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        var policy = new Net.NetworkPolicy(
            $"{name}-network-policy",
            new NetArgs.NetworkPolicyArgs
            {
                Metadata = Named(args, Workload),
                Spec = new NetArgs.NetworkPolicySpecArgs
                {
                    PodSelector = new MetaArgs.LabelSelectorArgs { MatchLabels = KubernetesLabels.Selector(Workload) },
                    PolicyTypes = Traffic.BothWays,
                    Egress = args.Egress.ToData(),
                },
            },
            this.Child()
        );
        var account = new Core.ServiceAccount(
            $"{name}-account",
            new CoreArgs.ServiceAccountArgs { Metadata = Named(args, Workload), AutomountServiceAccountToken = false },
            this.Child()
        );
        var priority = new Scheduling.PriorityClass(
            $"{name}-priority",
            new SchedulingArgs.PriorityClassArgs
            {
                Metadata = new MetaArgs.ObjectMetaArgs { Name = Workload, Labels = KubernetesLabels.Of(args.Labels, Workload) },
                // Every rollout waits for it.
                Value = BackendWorkload.Priority,
                Description = "Prepares the database for what serves users.",
                GlobalDefault = false,
            },
            this.Child()
        );
        var pod = new CoreArgs.PodSpecArgs
        {
            ServiceAccountName = MissingValue.NameOf(account.Metadata, "ServiceAccount"),
            PriorityClassName = MissingValue.NameOf(priority.Metadata, "PriorityClass"),
            RestartPolicy = "Never",
            Containers =
            {
                AppPod.Container(
                    "migrate",
                    args,
                    AppContract.MigrateCommand,
                    AppVariables.SecretsFor(AppProcess.Migration, args.Configuration.SecretVariables)
                ),
            },
        };
        var jobOptions = this.Child(policy).WithFixedName();
        // A Job's spec is immutable in Kubernetes, so a changed image or configuration replaces the job; running migrations twice is safe.
        jobOptions.ReplaceOnChanges.Add("spec");
        jobOptions.CustomTimeouts = new CustomTimeouts { Create = args.Deadline + StartTime };
        var job = new Batch.Job(
            name,
            new BatchArgs.JobArgs
            {
                Metadata = Named(
                    args,
                    args.Image.Apply(image => $"{Workload}-{ImageReference.ShortDigest(image)}"),
                    new Dictionary<string, Input<string>> { [PulumiAnnotations.ReplaceUnready] = PulumiAnnotations.True }
                ),
                Spec = new BatchArgs.JobSpecArgs
                {
                    ActiveDeadlineSeconds = (int)args.Deadline.TotalSeconds,
                    BackoffLimit = args.Retries,
                    // No TTL: if Kubernetes removes the job, the next update fails with "not found" until a refresh.
                    Template = AppPod.Template(Workload, args, pod, NodePoolRole.App),
                },
            },
            jobOptions
        );
        JobName = MissingValue.NameOf(job.Metadata, "Job");
        RegisterOutputs();
    }

    /// <summary>Name of the job, once it has succeeded.</summary>
    [Output("jobName")]
    public Output<string> JobName { get; private set; }

    private static MetaArgs.ObjectMetaArgs Named(
        MigrationJobArgs args,
        Input<string> objectName,
        IEnumerable<KeyValuePair<string, Input<string>>>? annotations = null
    )
    {
        var metadata = new MetaArgs.ObjectMetaArgs
        {
            Name = objectName,
            Namespace = args.Namespace,
            Labels = KubernetesLabels.Of(args.Labels, Workload),
        };
        foreach (var (key, value) in annotations ?? [])
            metadata.Annotations.Add(key, value);
        return metadata;
    }
}
