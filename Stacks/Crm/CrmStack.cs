using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using PmCrm.Components.Frontend;
using PmCrm.Stacks.Edge;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Crm;

/// <summary>
/// One environment of the CRM on GKE, from the project's APIs to the alerts. Environments differ only by their configuration. The
/// constructor is in the order of creation.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a Pulumi stack, as its base class says.")]
public sealed class CrmStack : Stack
{
    /// <summary>Creates the environment that the stack's configuration describes.</summary>
    /// <exception cref="SettingsException">The configuration cannot be deployed; the message lists every reason.</exception>
    public CrmStack()
    {
        var settings = CrmSettings.Read();
        Placeholders.Refuse(settings.Environment, settings.PlaceholderValues);
        var foundation = new Foundation(settings);
        ApiUrl = Output.Create(settings.Edge.ApiUrl);
        AppUrl = Output.Create(settings.Edge.AppUrl);
        ImageRepository = foundation.Images.Url;
        EgressAddresses = foundation.Network.EgressAddresses;
        FrontendConfiguration = Output.Create(VercelConfig.Write(new Uri(settings.Edge.ApiUrl)));
        // The phase `foundation` creates only the resources above.
        if (settings.Phase is DeploymentPhase.Foundation)
            return;

        var data = new DataTier(settings, foundation);
        var cluster = new ClusterTier(settings, foundation);
        var cloudflare = EdgeComponents.CreateCloudflare(settings.Edge);
        var mail = settings.Mail is { } from ? EdgeComponents.CreateMail(from, settings.Edge, settings.PhysicalName, cloudflare) : null;
        var app = new AppTier(settings, foundation, data, cluster, mail);
        EdgeTier.Create(settings, app, cloudflare);
        var operations = new OperationsTier(settings, foundation, data, cluster, app);
        Image = Output.Create((string?)settings.App.Image);
        ClusterName = Optional(cluster.Cluster.ClusterName);
        ClusterCredentialsCommand = Optional(cluster.Cluster.CredentialsCommand);
        KubeConfig = Optional(cluster.Cluster.KubeConfig);
        DatabaseInstance = Optional(data.Database.InstanceName);
        DatabaseConnectionName = Optional(data.Database.ConnectionName);
        DatabaseReplica = data.Database.ReplicaInstanceName;
        DatabaseDirectUrl = Optional(data.Database.DirectUrl);
        CacheInstance = Optional(data.Cache.InstanceName);
        IngressAddress = Optional(app.Ingress.Address);
        DeployerProvider = Optional(operations.Deployer?.ProviderName);
        DeployerAccount = Optional(operations.Deployer?.Email);
        PlannerAccount = Optional(operations.Deployer?.PlannerEmail);
        PusherAccount = Optional(operations.Deployer?.PusherEmail);
        RestorerAccount = Optional(operations.Rehearser?.Email);
    }

    /// <summary>URL of the backend.</summary>
    [Output("apiUrl")]
    public Output<string> ApiUrl { get; private set; }

    /// <summary>URL of the frontend.</summary>
    [Output("appUrl")]
    public Output<string> AppUrl { get; private set; }

    /// <summary>Google's name of the cluster.</summary>
    [Output("clusterName")]
    public Output<string?> ClusterName { get; private set; } = NotYet;

    /// <summary>The command that gives an operator access with <c>kubectl</c>.</summary>
    [Output("clusterCredentialsCommand")]
    public Output<string?> ClusterCredentialsCommand { get; private set; } = NotYet;

    /// <summary>Secret. Kubeconfig of the cluster.</summary>
    [Output("kubeConfig")]
    public Output<string?> KubeConfig { get; private set; } = NotYet;

    /// <summary>Google's name of the database's primary.</summary>
    [Output("databaseInstance")]
    public Output<string?> DatabaseInstance { get; private set; } = NotYet;

    /// <summary>Connection name of the primary, for the Cloud SQL Auth Proxy.</summary>
    [Output("databaseConnectionName")]
    public Output<string?> DatabaseConnectionName { get; private set; } = NotYet;

    /// <summary>Google's name of the replica to fail over to; null where there is none.</summary>
    [Output("databaseReplica")]
    public Output<string?> DatabaseReplica { get; private set; } = NotYet;

    /// <summary>Secret. URL of the database for migrations and repairs by hand.</summary>
    [Output("databaseDirectUrl")]
    public Output<string?> DatabaseDirectUrl { get; private set; } = NotYet;

    /// <summary>Google's name of the cache.</summary>
    [Output("cacheInstance")]
    public Output<string?> CacheInstance { get; private set; } = NotYet;

    /// <summary>Where images are pushed to.</summary>
    [Output("imageRepository")]
    public Output<string> ImageRepository { get; private set; }

    /// <summary>The deployed image, by digest; eng/use-deployed-image reads it before an update by hand.</summary>
    [Output("image")]
    public Output<string?> Image { get; private set; } = NotYet;

    /// <summary>The address of the API's DNS record.</summary>
    [Output("ingressAddress")]
    public Output<string?> IngressAddress { get; private set; } = NotYet;

    /// <summary>The addresses that outgoing connections come from, for others' allow lists.</summary>
    [Output("egressAddresses")]
    public Output<ImmutableArray<string>> EgressAddresses { get; private set; }

    /// <summary>The frontend's <c>vercel.json</c>: <c>make vercel-config</c> prints it.</summary>
    [Output("vercelConfig")]
    public Output<string> FrontendConfiguration { get; private set; }

    /// <summary>
    /// Workload identity provider at which the deploy workflow exchanges GitHub's token; null where GitHub does not deploy.
    /// </summary>
    [Output("deployerProvider")]
    public Output<string?> DeployerProvider { get; private set; } = NotYet;

    /// <summary>The account that the deploy workflow acts as; null where GitHub does not deploy.</summary>
    [Output("deployerAccount")]
    public Output<string?> DeployerAccount { get; private set; } = NotYet;

    /// <summary>The account that the workflows preview as; null where GitHub does not deploy.</summary>
    [Output("plannerAccount")]
    public Output<string?> PlannerAccount { get; private set; } = NotYet;

    /// <summary>The account that the deploy workflow pushes images as; null where GitHub does not deploy.</summary>
    [Output("pusherAccount")]
    public Output<string?> PusherAccount { get; private set; } = NotYet;

    /// <summary>The account that the restore rehearsal workflow acts as; null where GitHub does not deploy.</summary>
    [Output("restorerAccount")]
    public Output<string?> RestorerAccount { get; private set; } = NotYet;

    private static Output<string?> NotYet => Output.Create((string?)null);

    private static Output<string?> Optional(Output<string>? output) => output?.Apply(value => (string?)value) ?? NotYet;
}
