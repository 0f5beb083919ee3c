using PmCrm.Components.Cluster;
using PmCrm.Components.ClusterServices;
using PmCrm.Components.Common;
using PmCrm.Components.Networking;
using PmCrm.Components.Registry;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Crm;

/// <summary>The cluster, and the services that everything in it uses.</summary>
internal sealed class ClusterTier
{
    private readonly Pulumi.Gcp.Provider google;

    public ClusterTier(CrmSettings settings, Foundation foundation)
    {
        var images = new ImagePolicy(
            "image-policy",
            new ImagePolicyArgs
            {
                Project = foundation.Project,
                // All registries of the project: the policy applies to the project, and a recovery stack in it has its own registry.
                AllowedImages =
                [
                    $"{ImageRegistry.MultiRegion}-docker.pkg.dev/{foundation.Project}/**",
                    .. CertManager.Images,
                    .. DatadogAgent.Images,
                ],
            },
            foundation.Options
        );
        Cluster = new GkeCluster(
            "cluster",
            new GkeClusterArgs
            {
                Project = foundation.Project,
                PhysicalName = settings.PhysicalName,
                Region = settings.Region,
                NetworkId = foundation.Network.NetworkId,
                SubnetworkId = foundation.Network.SubnetworkId,
                PodRangeName = VpcNetwork.PodRangeName,
                ServiceRangeName = VpcNetwork.ServiceRangeName,
                ControlPlaneRange = settings.Network.ControlPlaneRange,
                NodeTag = foundation.Network.NodeTag,
                NodeServiceAccount = foundation.Nodes.Email,
                NodePools = settings.Cluster.NodePools,
                SecretsEncryption = Foundation.KeyOr(foundation.Keys?.ClusterSecretsKey),
                AuthorizedNetworks = settings.Network.AuthorizedNetworks,
                YearEndFreeze = settings.Cluster.YearEndFreeze,
                Protection = settings.Protection,
                Labels = settings.Labels,
            },
            foundation.OptionsInNetwork.After(foundation.Nodes, images)
        );
        google = foundation.Google;

        Certificates = new CertManager(
            "cert-manager",
            new CertManagerArgs
            {
                CloudflareApiToken = settings.Edge.CloudflareDnsToken.Value,
                DnsZones = [settings.Edge.Domain],
                AcmeContact = settings.Edge.CertificateContact,
                Labels = settings.Labels,
            },
            Options
        );
        _ = new DatadogAgent(
            "datadog",
            new DatadogAgentArgs
            {
                ApiKey = settings.Operations.DatadogApiKey.Value,
                ClusterName = Cluster.ClusterName,
                Site = settings.Operations.DatadogSite,
                Labels = settings.Labels,
            },
            Options
        );
    }

    public GkeCluster Cluster { get; }

    /// <summary>Options of components that deploy into the cluster.</summary>
    public ComponentResourceOptions Options => OptionsWith(Cluster.KubernetesProvider);

    /// <summary>Options of a component whose objects are kept in the cluster when they are replaced.</summary>
    public ComponentResourceOptions KeptOptions => OptionsWith(Cluster.KeptObjectsProvider);

    public CertManager Certificates { get; }

    private ComponentResourceOptions OptionsWith(ProviderResource kubernetes) =>
        new() { Providers = { google, kubernetes }, ResourceTransformations = { Cluster.DeleteWithCluster } };
}
