using System.Collections.Immutable;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Helm.V3;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Helm.V3;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Provider;

namespace PmCrm.Samples.Programs;

/// <summary>
/// The Kubernetes provider: kind and version set by the class, aliases of older versions, int-or-string, secret data, and
/// its hand-written resources: a Helm release and a custom resource.
/// </summary>
internal static class KubernetesProvider
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var provider = new Pulumi.Kubernetes.Provider(
                "kubernetes",
                new Pulumi.Kubernetes.ProviderArgs
                {
                    KubeConfig = Output.CreateSecret("planted: kubeconfig"),
                    EnableServerSideApply = true,
                    HelmReleaseSettings = new HelmReleaseSettingsArgs { Driver = "secret" },
                }
            );
            var options = new CustomResourceOptions { Provider = provider };
            var space = new Namespace(
                "namespace",
                new NamespaceArgs
                {
                    Metadata = new ObjectMetaArgs { Name = "pmcrm", Labels = { ["pod-security.kubernetes.io/enforce"] = "restricted" } },
                },
                options
            );
            var metadata = new ObjectMetaArgs { Namespace = space.Metadata.Apply(meta => meta.Name) };
            new ConfigMap(
                "settings",
                new ConfigMapArgs
                {
                    Metadata = metadata,
                    Data = { ["PORT"] = "3000" },
                    Immutable = true,
                },
                options
            );
            new Secret(
                "secrets",
                new SecretArgs
                {
                    Metadata = metadata,
                    Type = "Opaque",
                    StringData = { ["KEY"] = Output.CreateSecret("planted-value-35") },
                    Data = { ["PLAIN"] = "cGxhaW4=" },
                },
                options
            );
            new Secret("assigned", new SecretArgs { StringData = new InputMap<string> { ["KEY"] = "planted-value-36" } }, options);
            var labels = new InputMap<string> { ["app"] = "backend" };
            new Pulumi.Kubernetes.Apps.V1.Deployment(
                "backend",
                new DeploymentArgs
                {
                    Metadata = metadata,
                    Spec = new DeploymentSpecArgs
                    {
                        Selector = new LabelSelectorArgs { MatchLabels = labels },
                        Strategy = new DeploymentStrategyArgs
                        {
                            Type = "RollingUpdate",
                            RollingUpdate = new RollingUpdateDeploymentArgs { MaxUnavailable = 0, MaxSurge = "25%" },
                        },
                        Template = new PodTemplateSpecArgs
                        {
                            Metadata = new ObjectMetaArgs { Labels = labels },
                            Spec = new PodSpecArgs { Containers = { Backend() }, NodeSelector = { ["pool"] = "app" } },
                        },
                    },
                },
                options
            );
            new Service(
                "service",
                new ServiceArgs
                {
                    Metadata = metadata,
                    Spec = new ServiceSpecArgs
                    {
                        Selector = labels,
                        Ports =
                        {
                            new ServicePortArgs { Port = 80, TargetPort = "http" },
                        },
                    },
                },
                options
            );
            KubernetesPolicies.Create(metadata, labels, options);
            new Release(
                "chart",
                new ReleaseArgs
                {
                    Chart = "cert-manager",
                    Version = "v1.0.0",
                    Namespace = "cert-manager",
                    CreateNamespace = true,
                    Atomic = true,
                    Timeout = 600,
                    RepositoryOpts = new RepositoryOptsArgs { Repo = "https://charts.example.com" },
                    Values = new Dictionary<string, object>
                    {
                        ["installCRDs"] = true,
                        ["replicas"] = 2,
                        ["token"] = Output.CreateSecret("planted-value-37"),
                        ["tolerations"] = new object[]
                        {
                            new Dictionary<string, object> { ["key"] = "pool", ["value"] = "monitoring" },
                        },
                    },
                },
                options
            );
            new Issuer(
                "issuer",
                new IssuerArgs
                {
                    Metadata = new ObjectMetaArgs { Name = "letsencrypt" },
                    Spec = new Dictionary<string, object?>
                    {
                        ["acme"] = new Dictionary<string, object?>
                        {
                            ["server"] = "https://acme.example.com",
                            ["email"] = null,
                            ["solvers"] = new object[] { 1 },
                        },
                    },
                },
                options
            );
        });

    private static ContainerArgs Backend() =>
        new()
        {
            Name = "backend",
            Image = "registry.example.com/backend@sha256:0000",
            Ports =
            {
                new ContainerPortArgs { Name = "http", ContainerPortValue = 3000 },
            },
            Resources = new ResourceRequirementsArgs { Requests = { ["cpu"] = "500m" }, Limits = { ["memory"] = "1Gi" } },
            LivenessProbe = new ProbeArgs
            {
                HttpGet = new HTTPGetActionArgs { Path = "/health/live", Port = 3000 },
                PeriodSeconds = 10,
            },
            ReadinessProbe = new ProbeArgs
            {
                HttpGet = new HTTPGetActionArgs { Path = "/health/ready", Port = "http" },
            },
            EnvFrom = { new EnvFromSourceArgs { SecretRef = new SecretEnvSourceArgs { Name = "secrets" } } },
            SecurityContext = new SecurityContextArgs
            {
                ReadOnlyRootFilesystem = true,
                RunAsUser = 10001,
                Capabilities = new CapabilitiesArgs { Drop = { "ALL" } },
            },
        };

    /// <summary>The documented way to use a kind that the package does not have: derive both classes.</summary>
    private sealed class Issuer(string name, IssuerArgs args, CustomResourceOptions options)
        : Pulumi.Kubernetes.ApiExtensions.CustomResource(name, args, options);

    private sealed class IssuerArgs() : Pulumi.Kubernetes.ApiExtensions.CustomResourceArgs("cert-manager.io/v1", "ClusterIssuer")
    {
        [Input("spec")]
        public Input<ImmutableDictionary<string, object>>? ImmutableSpec { get; set; }

        public Dictionary<string, object?> Spec
        {
            set => ImmutableSpec = value.ToImmutableDictionary(entry => entry.Key, entry => entry.Value!);
        }
    }
}
