using PmCrm.Components.Common;
using PmCrm.Contract;
using Pulumi;
using CoreArgs = Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace PmCrm.Components.Workload;

/// <summary>
/// Background work: the same image as the API with another command, on pool <c>workers</c>. It accepts no connections; any number of
/// workers may run, and killing one loses no work.
/// </summary>
/// <example><c>examples/WorkerWorkloadExample.cs</c></example>
public sealed class WorkerWorkload : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:workload:WorkerWorkload";

    /// <summary>Name of Deployment and Kubernetes account.</summary>
    public const string Workload = "pmcrm-worker";

    /// <summary>Below the backend, for which users wait.</summary>
    private const int Priority = 100_000;

    /// <summary>Name of the autoscaler.</summary>
    public const string AutoscalerName = $"{Workload}-hpa";

    /// <summary>Creates the workload.</summary>
    public WorkerWorkload(string name, WorkerWorkloadArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        var service = new AppService(this, name, Workload, args);
        var secrets = AppVariables.SecretsFor(AppProcess.Worker, args.Configuration.SecretVariables);
        var container = AppPod.Container("worker", args, AppContract.WorkerCommand, secrets);
        container.Ports.Add(
            new CoreArgs.ContainerPortArgs
            {
                Name = "probes",
                ContainerPortValue = AppContract.Port,
                Protocol = Traffic.Tcp,
            }
        );
        container.StartupProbe = AppPod.Probe(
            AppContract.ReadinessPath,
            period: TimeSpan.FromSeconds(5),
            timeout: TimeSpan.FromSeconds(3),
            failures: 60
        );
        // No request waits for a worker, so its probes are less frequent than the backend's.
        container.ReadinessProbe = AppPod.Probe(
            AppContract.ReadinessPath,
            period: TimeSpan.FromSeconds(15),
            timeout: TimeSpan.FromSeconds(5),
            failures: 3
        );
        container.LivenessProbe = AppPod.Probe(
            AppContract.LivenessPath,
            period: TimeSpan.FromSeconds(20),
            timeout: TimeSpan.FromSeconds(5),
            failures: 3
        );

        var deployment = service.CreateDeployment(
            container,
            NodePoolRole.Workers,
            service.CreateServiceAccount(),
            service.CreatePriority(Priority, "Works in the background."),
            args.Migration
        );
        service.CreateAutoscaler(deployment, AutoscalerName);
        service.CreateDisruptionBudget();
        service.CreateNetworkPolicy();
        DeploymentName = MissingValue.NameOf(deployment.Metadata, "Deployment");
        RegisterOutputs();
    }

    /// <summary>Name of the Deployment, once it has rolled out.</summary>
    [Output("deploymentName")]
    public Output<string> DeploymentName { get; private set; }
}
