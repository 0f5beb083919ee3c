using System.Globalization;
using PmCrm.Components.ClusterServices;
using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using PmCrm.Components.Mail;
using PmCrm.Components.Workload;
using PmCrm.Contract;
using PmCrm.Stacks.Edge;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Crm;

/// <summary>The application: its configuration, the migration, then backend and worker behind the ingress.</summary>
internal sealed class AppTier
{
    /// <summary>Entries of X-Forwarded-For that Google's load balancer writes: the client's address and its own.</summary>
    private const int GoogleHops = 2;

    private const int NginxHops = 1;

    private readonly CrmSettings settings;
    private readonly Foundation foundation;
    private readonly ClusterTier cluster;
    private readonly Output<string> namespaceName;

    /// <summary>Name of the namespace, once it exists.</summary>
    public Output<string> Namespace => namespaceName;

    public AppTier(CrmSettings settings, Foundation foundation, DataTier data, ClusterTier cluster, IMailDomain? mail)
    {
        this.settings = settings;
        this.foundation = foundation;
        this.cluster = cluster;
        Secrets = new AppSecrets(settings, foundation, data, mail);
        namespaceName = new CrmNamespace(
            "namespace",
            new CrmNamespaceArgs
            {
                Namespace = ResourceLabels.Application,
                Quota = PodSizes.Quota(settings.App),
                Labels = settings.Labels,
            },
            cluster.Options
        ).Name;
        var configuration = CreateConfiguration(data);
        var migration = CreateMigration(configuration);
        var backend = CreateBackend(configuration, migration);
        CreateWorker(configuration, migration);
        Ingress = CreateIngress(backend);
    }

    public AppSecrets Secrets { get; }

    public PublicIngress Ingress { get; }

    private AppEgress Egress => new(this.settings.Network.PrivateServicesRange);

    private AppConfiguration CreateConfiguration(DataTier data)
    {
        var variables = new Dictionary<string, string>(this.settings.App.ClientIds)
        {
            [AppVariables.Port] = AppContract.Port.ToString(CultureInfo.InvariantCulture),
            [AppVariables.LogLevel] = this.settings.App.LogLevel,
            [AppVariables.JwtAccessTokenExpiry] = this.settings.App.AccessTokenLifetime,
            [AppVariables.JwtRefreshTokenExpiry] = this.settings.App.RefreshTokenLifetime,
            [AppVariables.PublicUrl] = this.settings.Edge.ApiUrl,
            [AppVariables.CorsOrigins] = this.settings.Edge.AppUrl,
            [AppVariables.FrontendUrl] = this.settings.Edge.AppUrl,
            [AppVariables.TrustedProxyHops] = (this.settings.Edge.Controller is IngressController.Gce ? GoogleHops : NginxHops).ToString(
                CultureInfo.InvariantCulture
            ),
            [AppVariables.DogStatsdPort] = DatadogAgent.MetricsPort.ToString(CultureInfo.InvariantCulture),
            [AppVariables.DatadogTraceAgentPort] = DatadogAgent.TracesPort.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in EdgeComponents.StorageVariables(this.settings.Edge, this.settings.PhysicalName))
            variables.Add(name, value);
        if (this.settings.Mail is { } mail)
            variables.Add(AppVariables.MailFrom, mail.From);
        return new AppConfiguration(
            "configuration",
            new AppConfigurationArgs
            {
                Namespace = namespaceName,
                Variables = variables,
                Secrets = Secrets.Values,
                Certificates = new Dictionary<string, Output<string>>
                {
                    [AppContract.DatabaseCaFile] = data.Database.ServerCa,
                    [AppContract.CacheCaFile] = data.Cache.ServerCa,
                },
                Labels = this.settings.Labels,
            },
            this.cluster.KeptOptions
        );
    }

    private MigrationJob CreateMigration(AppConfiguration configuration) =>
        new(
            "migration",
            new MigrationJobArgs
            {
                Namespace = namespaceName,
                Image = this.settings.App.Image,
                Configuration = configuration,
                Resources = PodSizes.Migration,
                Egress = Egress,
                Labels = this.settings.Labels,
            },
            this.cluster.Options
        );

    private BackendWorkload CreateBackend(AppConfiguration configuration, MigrationJob migration)
    {
        var account = CreateAccount("backend", BackendWorkload.Workload, AppVariables.SecretsFor(AppProcess.Backend, Secrets.Values.Keys));
        return new BackendWorkload(
            "backend",
            new BackendWorkloadArgs
            {
                Namespace = namespaceName,
                Image = this.settings.App.Image,
                Configuration = configuration,
                Migration = migration,
                GoogleServiceAccount = account.Email,
                Resources = PodSizes.Backend,
                Replicas = this.settings.App.Backend,
                Egress = Egress,
                Controller = this.settings.Edge.Controller,
                Labels = this.settings.Labels,
            },
            this.cluster.Options.After(account)
        );
    }

    private void CreateWorker(AppConfiguration configuration, MigrationJob migration)
    {
        var account = CreateAccount("worker", WorkerWorkload.Workload, AppVariables.SecretsFor(AppProcess.Worker, Secrets.Values.Keys));
        _ = new WorkerWorkload(
            "worker",
            new WorkerWorkloadArgs
            {
                Namespace = namespaceName,
                Image = this.settings.App.Image,
                Configuration = configuration,
                Migration = migration,
                GoogleServiceAccount = account.Email,
                Resources = PodSizes.Worker,
                Replicas = this.settings.App.Workers,
                Egress = Egress,
                Labels = this.settings.Labels,
            },
            this.cluster.Options.After(account)
        );
    }

    private WorkloadIdentityAccount CreateAccount(string role, string workload, IEnumerable<string> secrets) =>
        new WorkloadIdentityAccount(
            $"{role}-identity",
            new WorkloadIdentityAccountArgs
            {
                Project = this.foundation.Project,
                AccountId = $"{this.settings.PhysicalName}-{role}",
                WorkloadPool = this.cluster.Cluster.WorkloadPool,
                KubernetesNamespace = ResourceLabels.Application,
                KubernetesServiceAccount = workload,
                ReadsSecrets = secrets.Select(AppVariables.SecretKey).ToDictionary(key => key, key => Secrets.Store.SecretIds[key]),
            },
            this.foundation.Options.After(this.cluster.Cluster, Secrets.Store)
        );

    private PublicIngress CreateIngress(BackendWorkload backend) =>
        new(
            "ingress",
            new PublicIngressArgs
            {
                Project = this.foundation.Project,
                PhysicalName = this.settings.PhysicalName,
                Namespace = namespaceName,
                Host = this.settings.Edge.ApiHost,
                ServiceName = backend.ServiceName,
                ClusterIssuer = this.cluster.Certificates.IssuerName,
                RequestsPerMinute = this.settings.Edge.RequestsPerMinute,
                Controller = this.settings.Edge.Controller,
                Labels = this.settings.Labels,
            },
            this.cluster.Options.After(this.foundation.Services, this.cluster.Certificates)
        );
}
