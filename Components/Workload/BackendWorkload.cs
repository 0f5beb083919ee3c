using PmCrm.Components.Common;
using PmCrm.Contract;
using Pulumi;
using Core = Pulumi.Kubernetes.Core.V1;
using CoreArgs = Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace PmCrm.Components.Workload;

/// <summary>
/// The API: a Deployment on pool <c>app</c> that starts after the migration, scales by load, loses no request when pods start and stop, and
/// accepts connections only from the ingress controller.
/// </summary>
/// <example><c>examples/BackendWorkloadExample.cs</c></example>
public sealed class BackendWorkload : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:workload:BackendWorkload";

    /// <summary>Name of Deployment, Service and Kubernetes account.</summary>
    public const string Workload = "pmcrm-backend";

    /// <summary>Port of the Service.</summary>
    public const int ServicePort = 80;

    /// <summary>Above background work, because users wait for responses.</summary>
    internal const int Priority = 1_000_000;

    /// <summary>Name of the autoscaler.</summary>
    public const string AutoscalerName = $"{Workload}-hpa";

    /// <summary>Creates the workload.</summary>
    public BackendWorkload(string name, BackendWorkloadArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        var service = new AppService(this, name, Workload, args);
        var container = AppPod.Container(
            "backend",
            args,
            AppContract.BackendCommand,
            AppVariables.SecretsFor(AppProcess.Backend, args.Configuration.SecretVariables)
        );
        container.Ports.Add(
            new CoreArgs.ContainerPortArgs
            {
                Name = "http",
                ContainerPortValue = AppContract.Port,
                Protocol = Traffic.Tcp,
            }
        );
        // Up to five minutes to start, which covers a database that is still starting.
        container.StartupProbe = AppPod.Probe(
            AppContract.ReadinessPath,
            period: TimeSpan.FromSeconds(5),
            timeout: TimeSpan.FromSeconds(3),
            failures: 60
        );
        container.ReadinessProbe = AppPod.Probe(
            AppContract.ReadinessPath,
            period: TimeSpan.FromSeconds(5),
            timeout: TimeSpan.FromSeconds(3),
            failures: 3
        );
        container.LivenessProbe = AppPod.Probe(
            AppContract.LivenessPath,
            period: TimeSpan.FromSeconds(10),
            timeout: TimeSpan.FromSeconds(3),
            failures: 3
        );

        var deployment = service.CreateDeployment(
            container,
            NodePoolRole.App,
            service.CreateServiceAccount(),
            service.CreatePriority(Priority, "Serves users."),
            args.Migration
        );
        service.CreateAutoscaler(deployment, AutoscalerName);
        service.CreateDisruptionBudget();
        service.CreateNetworkPolicy(args.Controller.Callers());
        ServiceName = MissingValue.NameOf(CreateService(name, service, args, deployment).Metadata, "Service");
        DeploymentName = MissingValue.NameOf(deployment.Metadata, "Deployment");
        RegisterOutputs();
    }

    /// <summary>Name of the Service.</summary>
    [Output("serviceName")]
    public Output<string> ServiceName { get; private set; }

    /// <summary>Name of the Deployment, once it has rolled out.</summary>
    [Output("deploymentName")]
    public Output<string> DeploymentName { get; private set; }

    // After the Deployment: Pulumi waits until a Service has ready pods, and the migration may take longer than that wait.
    private Core.Service CreateService(string name, AppService service, BackendWorkloadArgs args, Resource deployment) =>
        new(
            $"{name}-service",
            new CoreArgs.ServiceArgs
            {
                Metadata = service.Named(Workload, args.Controller is IngressController.Gce ? GoogleAnnotations() : null),
                Spec = new CoreArgs.ServiceSpecArgs
                {
                    Type = "ClusterIP",
                    Selector = KubernetesLabels.Selector(Workload),
                    Ports =
                    {
                        new CoreArgs.ServicePortArgs
                        {
                            Name = "http",
                            Protocol = Traffic.Tcp,
                            Port = ServicePort,
                            TargetPort = AppContract.Port,
                        },
                    },
                },
            },
            this.Child(deployment)
        );

    private static Dictionary<string, Input<string>> GoogleAnnotations() =>
        new()
        {
            // The load balancer sends requests directly to pods, not through nodes.
            ["cloud.google.com/neg"] = """{"ingress": true}""",
            ["cloud.google.com/backend-config"] = $$"""{"default": "{{PublicIngress.BackendConfigName}}"}""",
        };
}
