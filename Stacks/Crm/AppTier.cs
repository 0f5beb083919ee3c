using System.Globalization;
using PmCrm.Components.ClusterServices;
using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using PmCrm.Components.Workload;
using PmCrm.Contract;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Crm;

/// <summary>The application: told, migrated, then rolled out as backend and worker behind the ingress.</summary>
internal sealed class AppTier
{
    /// <summary>Entries of X-Forwarded-For that Google's load balancer writes: the client's address and its own.</summary>
    private const int GoogleHops = 2;

    private const int NginxHops = 1;

    private readonly CrmSettings _settings;
    private readonly Foundation _foundation;
    private readonly ClusterTier _cluster;
    private readonly Output<string> _namespace;

    public AppTier(CrmSettings settings, Foundation foundation, DataTier data, ClusterTier cluster)
    {
        _settings = settings;
        _foundation = foundation;
        _cluster = cluster;
        Secrets = new AppSecrets(settings, foundation, data);
        _namespace = new CrmNamespace("namespace", new CrmNamespaceArgs
        {
            Namespace = ResourceLabels.Application,
            Quota = PodSizes.Quota(settings.App),
            Labels = settings.Labels,
        }, cluster.Options).Name;
        var configuration = CreateConfiguration(data);
        var migration = CreateMigration(configuration);
        var backend = CreateBackend(configuration, migration);
        CreateWorker(configuration, migration);
        Ingress = CreateIngress(backend);
    }

    public AppSecrets Secrets { get; }

    public PublicIngress Ingress { get; }

    private AppEgress Egress => new(_settings.Network.PrivateServicesRange);

    private AppConfiguration CreateConfiguration(DataTier data)
    {
        var variables = new Dictionary<string, string>(_settings.App.ClientIds)
        {
            [AppVariables.Port] = AppContract.Port.ToString(CultureInfo.InvariantCulture),
            [AppVariables.LogLevel] = _settings.App.LogLevel,
            [AppVariables.JwtAccessTokenExpiry] = _settings.App.AccessTokenLifetime,
            [AppVariables.JwtRefreshTokenExpiry] = _settings.App.RefreshTokenLifetime,
            [AppVariables.PublicUrl] = _settings.Edge.ApiUrl,
            [AppVariables.TrustedProxyHops] = (_settings.Edge.Controller is IngressController.Gce ? GoogleHops : NginxHops).ToString(CultureInfo.InvariantCulture),
            [AppVariables.DogStatsdPort] = DatadogAgent.MetricsPort.ToString(CultureInfo.InvariantCulture),
            [AppVariables.DatadogTraceAgentPort] = DatadogAgent.TracesPort.ToString(CultureInfo.InvariantCulture),
        };
        return new AppConfiguration("configuration", new AppConfigurationArgs
        {
            Namespace = _namespace,
            Variables = variables,
            Secrets = Secrets.Values,
            Certificates = new Dictionary<string, Output<string>>
            {
                [AppContract.DatabaseCaFile] = data.Database.ServerCa,
                [AppContract.CacheCaFile] = data.Cache.ServerCa,
            },
            Labels = _settings.Labels,
        }, _cluster.KeptOptions);
    }

    private MigrationJob CreateMigration(AppConfiguration configuration) => new("migration", new MigrationJobArgs
    {
        Namespace = _namespace,
        Image = _settings.App.Image,
        Configuration = configuration,
        Resources = PodSizes.Migration,
        Egress = Egress,
        Labels = _settings.Labels,
    }, _cluster.Options);

    private BackendWorkload CreateBackend(AppConfiguration configuration, MigrationJob migration)
    {
        var account = CreateAccount("backend", BackendWorkload.Workload, AppVariables.SecretsFor(AppProcess.Backend, Secrets.Values.Keys));
        return new BackendWorkload("backend", new BackendWorkloadArgs
        {
            Namespace = _namespace,
            Image = _settings.App.Image,
            Configuration = configuration,
            Migration = migration,
            GoogleServiceAccount = account.Email,
            Resources = PodSizes.Backend,
            Replicas = _settings.App.Backend,
            Egress = Egress,
            Controller = _settings.Edge.Controller,
            Labels = _settings.Labels,
        }, _cluster.Options.After(account));
    }

    private void CreateWorker(AppConfiguration configuration, MigrationJob migration)
    {
        var account = CreateAccount("worker", WorkerWorkload.Workload, AppVariables.SecretsFor(AppProcess.Worker, Secrets.Values.Keys));
        _ = new WorkerWorkload("worker", new WorkerWorkloadArgs
        {
            Namespace = _namespace,
            Image = _settings.App.Image,
            Configuration = configuration,
            Migration = migration,
            GoogleServiceAccount = account.Email,
            Resources = PodSizes.Worker,
            Replicas = _settings.App.Workers,
            Egress = Egress,
            Labels = _settings.Labels,
        }, _cluster.Options.After(account));
    }

    private WorkloadIdentityAccount CreateAccount(string role, string workload, IEnumerable<string> secrets)
        => new WorkloadIdentityAccount($"{role}-identity", new WorkloadIdentityAccountArgs
        {
            Project = _foundation.Project,
            AccountId = $"{_settings.PhysicalName}-{role}",
            WorkloadPool = _cluster.Cluster.WorkloadPool,
            KubernetesNamespace = ResourceLabels.Application,
            KubernetesServiceAccount = workload,
            ReadsSecrets = secrets.Select(AppVariables.SecretKey).ToDictionary(key => key, key => Secrets.Store.SecretIds[key]),
        }, _foundation.Options.After(_cluster.Cluster, Secrets.Store));

    private PublicIngress CreateIngress(BackendWorkload backend) => new("ingress", new PublicIngressArgs
    {
        Project = _foundation.Project,
        PhysicalName = _settings.PhysicalName,
        Namespace = _namespace,
        Host = _settings.Edge.ApiHost,
        ServiceName = backend.ServiceName,
        ClusterIssuer = _cluster.Certificates.IssuerName,
        RequestsPerMinute = _settings.Edge.RequestsPerMinute,
        Controller = _settings.Edge.Controller,
        Labels = _settings.Labels,
    }, _cluster.Options.After(_foundation.Services, _cluster.Certificates));
}
