using PmCrm.Components.Common;
using Pulumi;
using Gke = Pulumi.Gcp.Container;

namespace PmCrm.Components.Cluster;

/// <summary>
/// A regional, private GKE Standard cluster with its node pools and the provider that deploys into it. Nodes have no public address; the
/// control plane is reached by a DNS name that IAM guards.
/// </summary>
/// <example>
/// <code>
/// var cluster = new GkeCluster("cluster", new GkeClusterArgs
/// {
///     Project = "my-project",
///     PhysicalName = "crm-staging",
///     Region = EuRegion.Belgium,
///     NetworkId = "projects/my-project/global/networks/crm-staging",
///     SubnetworkId = "projects/my-project/regions/europe-west1/subnetworks/crm-staging-nodes",
///     PodRangeName = VpcNetwork.PodRangeName,
///     ServiceRangeName = VpcNetwork.ServiceRangeName,
///     ControlPlaneRange = "172.16.0.0/28",
///     NodeTag = "crm-staging-node",
///     NodeServiceAccount = "nodes@my-project.iam.gserviceaccount.com",
///     NodePools = [new NodePoolSize(NodePoolRole.App, "e2-standard-2", MinNodes: 1, MaxNodes: 3, Spot: true)],
///     SecretsEncryption = EncryptionKey.GoogleManaged,
///     YearEndFreeze = 2026,
///     Labels = new ResourceLabels("staging"),
/// });
/// </code>
/// </example>
public sealed class GkeCluster : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:cluster:GkeCluster";

    /// <summary>Creates the cluster.</summary>
    public GkeCluster(string name, GkeClusterArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        var cluster = CreateCluster(name, args);
        var pools = args.NodePools.Select(pool => CreateNodePool(name, args, pool, cluster)).ToArray();
        KubeConfig = Output.CreateSecret(Output
            .Tuple(cluster.Name, cluster.ControlPlaneEndpointsConfig, cluster.Endpoint)
            // Where a provider is simulated, no DNS name is known; the address stands in for it, for reading only.
            .Apply(c => Cluster.KubeConfig.For(c.Item1, c.Item2.DnsEndpointConfig?.Endpoint ?? c.Item3)));
        KubernetesProvider = new Pulumi.Kubernetes.Provider($"{name}-kubernetes", new Pulumi.Kubernetes.ProviderArgs
        {
            KubeConfig = KubeConfig,
            // The cluster's identity: a change of how it is reached must not replace what runs in it.
            ClusterIdentifier = cluster.Id,
            EnableServerSideApply = true,
        }, this.Child(pools));

        ClusterName = cluster.Name;
        Location = cluster.Location;
        WorkloadPool = ClusterSettings.WorkloadPool(args);
        CredentialsCommand = Output.Format(
            $"gcloud container clusters get-credentials {cluster.Name} --location {cluster.Location} --project {args.Project} --dns-endpoint");
        RegisterOutputs();
    }

    /// <summary>Google's name of the cluster.</summary>
    [Output("clusterName")]
    public Output<string> ClusterName { get; private set; }

    /// <summary>The region.</summary>
    [Output("location")]
    public Output<string> Location { get; private set; }

    /// <summary>
    /// The pool that Kubernetes service accounts are identities of. A Workload Identity binding must depend on this component: a project
    /// has the pool once it has a cluster, and Google refuses a binding made before.
    /// </summary>
    [Output("workloadPool")]
    public Output<string> WorkloadPool { get; private set; }

    /// <summary>The command that gives an operator access with <c>kubectl</c>.</summary>
    [Output("credentialsCommand")]
    public Output<string> CredentialsCommand { get; private set; }

    /// <summary>Secret. How clients reach the cluster; holds no credential itself.</summary>
    [Output("kubeConfig")]
    public Output<string> KubeConfig { get; private set; }

    /// <summary>Deploys into the cluster, once it has nodes to run things.</summary>
    public Pulumi.Kubernetes.Provider KubernetesProvider { get; }

    private Gke.Cluster CreateCluster(string name, GkeClusterArgs args)
    {
        var options = this.ProtectedChild(args.Protection).WithFixedName();
        // The default pool is removed after creation; comparing its settings with nothing would replace the cluster.
        options.IgnoreChanges = ["nodeConfig"];
        options.CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMinutes(60), Update = TimeSpan.FromMinutes(60) };
        return new Gke.Cluster(name, ClusterSettings.Of(args), options);
    }

    private Gke.NodePool CreateNodePool(string name, GkeClusterArgs args, NodePoolSize pool, Gke.Cluster cluster)
    {
        // No fixed name: a replacement pool takes over the pods before the old one goes.
        var options = this.Child();
        // The number of nodes at creation cannot be changed without a new pool, and means nothing once the autoscaler decides.
        options.IgnoreChanges = ["initialNodeCount"];
        return new Gke.NodePool($"{name}-{pool.Role}", NodePoolSettings.Of(args, pool, cluster.Id), options);
    }
}
