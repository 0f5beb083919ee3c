using System.Collections.Immutable;
using PmCrm.Components.Common;
using PmCrm.Contract;
using Pulumi;
using CoreArgs = Pulumi.Kubernetes.Types.Inputs.Core.V1;
using MetaArgs = Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace PmCrm.Components.Workload;

/// <summary>
/// The pod template that backend, worker and migration share: hardened, configured by ConfigMap and Secret, placed on a node pool.
/// </summary>
internal static class AppPod
{
    /// <summary>User and group of the image; too high to be a user of the node (CKV_K8S_40).</summary>
    private const int UserId = 10001;

    private const string TemporaryFiles = "tmp";
    private const string Certificates = "certificates";

    /// <summary>The template of a workload's pods.</summary>
    /// <param name="workload">Name of the workload, used in the selector of its pods.</param>
    /// <param name="args">Arguments that all of the application's workloads share.</param>
    /// <param name="pod">The rest of the pod: its container (see <see cref="Container"/>), and what is its own.</param>
    /// <param name="pool">Where it runs.</param>
    public static CoreArgs.PodTemplateSpecArgs Template(string workload, AppWorkloadArgs args, CoreArgs.PodSpecArgs pod, NodePoolRole pool)
    {
        Harden(pod);
        Place(pod, pool);
        pod.Volumes.Add(
            new CoreArgs.VolumeArgs
            {
                Name = TemporaryFiles,
                EmptyDir = new CoreArgs.EmptyDirVolumeSourceArgs { SizeLimit = $"{args.Resources.Requests.EphemeralStorageMi}Mi" },
            },
            new CoreArgs.VolumeArgs
            {
                Name = Certificates,
                ConfigMap = new CoreArgs.ConfigMapVolumeSourceArgs { Name = args.Configuration.CertificatesName },
            }
        );
        return new CoreArgs.PodTemplateSpecArgs
        {
            Metadata = new MetaArgs.ObjectMetaArgs { Labels = KubernetesLabels.Of(args.Labels, workload) },
            Spec = pod,
        };
    }

    /// <summary>The container of the application.</summary>
    /// <param name="name">Name of the container.</param>
    /// <param name="args">Arguments that all of the application's workloads share.</param>
    /// <param name="command">What the image is told to do.</param>
    /// <param name="secretVariables">Secret variables that it gets, and no others.</param>
    public static CoreArgs.ContainerArgs Container(string name, AppWorkloadArgs args, string command, IEnumerable<string> secretVariables)
    {
        var container = new CoreArgs.ContainerArgs
        {
            Name = name,
            Image = args.Image,
            ImagePullPolicy = "Always", // CKV_K8S_15: whoever may not pull the image may not run a copy that lies on the node
            Args = { command },
            EnvFrom =
            {
                new CoreArgs.EnvFromSourceArgs
                {
                    ConfigMapRef = new CoreArgs.ConfigMapEnvSourceArgs { Name = args.Configuration.ConfigMapName },
                },
            },
            Env =
            {
                FromNode(AppVariables.DatadogAgentHost),
                // Here and not in the ConfigMap, which a new image would then replace.
                new CoreArgs.EnvVarArgs { Name = AppVariables.AppVersion, Value = args.Image.Apply(ImageReference.ShortDigest) },
            },
            Resources = new CoreArgs.ResourceRequirementsArgs
            {
                Requests = args.Resources.Requests.ToQuantities(),
                Limits = args.Resources.Limits.ToQuantities(),
            },
            SecurityContext = new CoreArgs.SecurityContextArgs
            {
                AllowPrivilegeEscalation = false,
                Privileged = false,
                ReadOnlyRootFilesystem = true,
                RunAsNonRoot = true,
                RunAsUser = UserId,
                RunAsGroup = UserId,
                Capabilities = new CoreArgs.CapabilitiesArgs { Drop = { "ALL" } },
                SeccompProfile = new CoreArgs.SeccompProfileArgs { Type = "RuntimeDefault" },
            },
            VolumeMounts =
            {
                new CoreArgs.VolumeMountArgs { Name = TemporaryFiles, MountPath = "/tmp" },
                new CoreArgs.VolumeMountArgs
                {
                    Name = Certificates,
                    MountPath = AppContract.CertificateFolder,
                    ReadOnly = true,
                },
            },
        };
        foreach (var variable in secretVariables)
            container.Env.Add(FromSecret(variable, args.Configuration.SecretName));
        return container;
    }

    /// <summary>A probe over HTTP on the application's port.</summary>
    public static CoreArgs.ProbeArgs Probe(string path, TimeSpan period, TimeSpan timeout, int failures) =>
        new()
        {
            HttpGet = new CoreArgs.HTTPGetActionArgs { Path = path, Port = AppContract.Port },
            PeriodSeconds = (int)period.TotalSeconds,
            TimeoutSeconds = (int)timeout.TotalSeconds,
            FailureThreshold = failures,
        };

    private static void Harden(CoreArgs.PodSpecArgs pod)
    {
        pod.AutomountServiceAccountToken = false; // CKV_K8S_38
        pod.EnableServiceLinks = false; // services' addresses are no variables that the application knows
        pod.HostNetwork = false;
        pod.HostPID = false;
        pod.HostIPC = false;
        pod.SecurityContext = new CoreArgs.PodSecurityContextArgs
        {
            RunAsNonRoot = true,
            RunAsUser = UserId,
            RunAsGroup = UserId,
            FsGroup = UserId,
            SeccompProfile = new CoreArgs.SeccompProfileArgs { Type = "RuntimeDefault" },
            // The profile of the node's container runtime, which Container-Optimized OS has.
            AppArmorProfile = new CoreArgs.AppArmorProfileArgs { Type = "RuntimeDefault" },
        };
    }

    private static void Place(CoreArgs.PodSpecArgs pod, NodePoolRole pool)
    {
        pod.NodeSelector = ImmutableDictionary<string, string>.Empty.Add(NodePoolRole.Key, pool.Name);
        if (!pool.IsTainted)
            return;
        pod.Tolerations = new CoreArgs.TolerationArgs
        {
            Key = NodePoolRole.Key,
            Operator = "Equal",
            Value = pool.Name,
            Effect = NodePoolRole.TaintEffect,
        };
    }

    private static CoreArgs.EnvVarArgs FromNode(string variable) =>
        new()
        {
            Name = variable,
            ValueFrom = new CoreArgs.EnvVarSourceArgs { FieldRef = new CoreArgs.ObjectFieldSelectorArgs { FieldPath = "status.hostIP" } },
        };

    private static CoreArgs.EnvVarArgs FromSecret(string variable, Input<string> secretName) =>
        new()
        {
            Name = variable,
            ValueFrom = new CoreArgs.EnvVarSourceArgs
            {
                SecretKeyRef = new CoreArgs.SecretKeySelectorArgs { Name = secretName, Key = AppVariables.SecretKey(variable) },
            },
        };
}
