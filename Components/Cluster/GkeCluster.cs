using PmCrm.Components.Common;
using Pulumi;
using Gke = Pulumi.Gcp.Container;

namespace PmCrm.Components.Cluster;

/// <summary>
/// A regional, private GKE Standard cluster with its node pools and the provider that deploys into it. Nodes have no public address; the
/// control plane is reached by a DNS name, and IAM decides who may connect.
/// </summary>
/// <example><c>examples/GkeClusterExample.cs</c></example>
public sealed class GkeCluster : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:cluster:GkeCluster";

    private readonly Gke.Cluster cluster;

    /// <summary>Creates the cluster.</summary>
    public GkeCluster(string name, GkeClusterArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        var cluster = CreateCluster(name, args);
        var pools = args.NodePools.Select(pool => CreateNodePool(name, args, pool, cluster)).ToArray();
        KubeConfig = Output.CreateSecret(
            Output
                .Tuple(cluster.Name, cluster.ControlPlaneEndpointsConfig, cluster.Endpoint)
                // A simulated provider knows no DNS name; the plan then shows the address instead.
                .Apply(c =>
                    Cluster.KubeConfig.For(c.Item1 ?? args.PhysicalName, c.Item2?.DnsEndpointConfig?.Endpoint ?? c.Item3 ?? NoEndpoint())
                )
        );
        KubernetesProvider = CreateProvider($"{name}-kubernetes", cluster, pools, isUpserting: false);
        KeptObjectsProvider = CreateProvider($"{name}-kept-objects", cluster, pools, isUpserting: true);
        this.cluster = cluster;

        ClusterName = cluster.Name;
        Location = cluster.Location;
        WorkloadPool = ClusterSettings.WorkloadPool(args);
        CredentialsCommand = Output.Format(
            $"gcloud container clusters get-credentials {cluster.Name} --location {cluster.Location} --project {args.Project} --dns-endpoint"
        );
        RegisterOutputs();
    }

    /// <summary>Google's name of the cluster.</summary>
    [Output("clusterName")]
    public Output<string> ClusterName { get; private set; }

    /// <summary>The region.</summary>
    [Output("location")]
    public Output<string> Location { get; private set; }

    /// <summary>
    /// The workload identity pool of the Kubernetes service accounts. A Workload Identity binding must depend on this component: Google
    /// creates the pool with the project's first cluster and refuses a binding before that.
    /// </summary>
    [Output("workloadPool")]
    public Output<string> WorkloadPool { get; private set; }

    /// <summary>The command that gives an operator access with <c>kubectl</c>.</summary>
    [Output("credentialsCommand")]
    public Output<string> CredentialsCommand { get; private set; }

    /// <summary>Secret. Kubeconfig of the cluster; contains no credential.</summary>
    [Output("kubeConfig")]
    public Output<string> KubeConfig { get; private set; }

    /// <summary>Deploys into the cluster once its node pools exist.</summary>
    public Pulumi.Kubernetes.Provider KubernetesProvider { get; }

    /// <summary>
    /// The same for immutable objects that are kept when the program no longer declares them (<c>RetainOnDelete</c>): creating one that
    /// already exists adopts it instead of failing. Do not use it for other objects: one that was renamed in the program would be adopted
    /// and then deleted (https://github.com/pulumi/pulumi-kubernetes/issues/2926).
    /// </summary>
    public Pulumi.Kubernetes.Provider KeptObjectsProvider { get; }

    /// <summary>
    /// For the options of components that deploy into the cluster: every Kubernetes object in them is deleted with the cluster. Without it
    /// the replacement of a cluster never finishes: Pulumi closes the old cluster's provider before it has deleted the objects through it.
    /// Resources that the cluster created outside of itself then remain: the Ingress's load balancer
    /// (https://github.com/kubernetes/ingress-gce/issues/1195), which <c>docs/environments.md</c> removes first.
    /// </summary>
    public ResourceTransformationResult? DeleteWithCluster(ResourceTransformationArgs args)
    {
        if (!args.Resource.GetResourceType().StartsWith("kubernetes:", StringComparison.Ordinal))
            return null;
        var options = CustomResourceOptions.Merge(
            (CustomResourceOptions)args.Options,
            new CustomResourceOptions { DeletedWith = this.cluster }
        );
        return new ResourceTransformationResult(args.Args, options);
    }

    // Never write a kubeconfig without a server: the provider would fall back to the user's local kubeconfig and deploy into that cluster.
    // No name below .invalid exists (RFC 6761).
    private static string NoEndpoint()
    {
        MissingValue.Warn("The endpoint of the cluster");
        return "no-cluster.invalid";
    }

    private Pulumi.Kubernetes.Provider CreateProvider(string name, Gke.Cluster cluster, Resource[] pools, bool isUpserting)
    {
        var provider = new Pulumi.Kubernetes.ProviderArgs
        {
            KubeConfig = KubeConfig,
            // Identifies the cluster: a new endpoint must not replace the objects in it.
            ClusterIdentifier = cluster.Id,
            EnableServerSideApply = true,
        };
        if (isUpserting)
            provider.UpsertExistingObjects = true;
        return new Pulumi.Kubernetes.Provider(name, provider, this.Child(pools));
    }

    private Gke.Cluster CreateCluster(string name, GkeClusterArgs args)
    {
        var options = this.ProtectedChild(args.Protection).WithFixedName();
        // The default pool is removed after creation; a difference in its settings would replace the cluster.
        options.IgnoreChanges = ["nodeConfig"];
        options.CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMinutes(60), Update = TimeSpan.FromMinutes(60) };
        return new Gke.Cluster(name, ClusterSettings.Of(args), options);
    }

    private Gke.NodePool CreateNodePool(string name, GkeClusterArgs args, NodePoolSize pool, Gke.Cluster cluster)
    {
        // No fixed name: a replacement pool takes over the pods before the old pool is deleted.
        var options = this.Child();
        // Changing the initial number of nodes would replace the pool, and the autoscaler sets the number after creation.
        options.IgnoreChanges = ["initialNodeCount"];
        return new Gke.NodePool($"{name}-{pool.Role}", NodePoolSettings.Of(args, pool, cluster.Id), options);
    }
}
