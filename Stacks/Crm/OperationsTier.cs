using System.Globalization;
using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using PmCrm.Components.Operations;
using PmCrm.Components.Workload;
using PmCrm.Contract;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Crm;

/// <summary>Monitoring, the accounts that deploy and rehearse restores, and the budget.</summary>
internal sealed class OperationsTier
{
    public OperationsTier(CrmSettings settings, Foundation foundation, DataTier data, ClusterTier cluster, AppTier app)
    {
        _ = new LogBucket(
            "logs",
            new LogBucketArgs
            {
                Project = foundation.Project,
                PhysicalName = settings.PhysicalName,
                Region = settings.Region,
                Protection = settings.Protection,
            },
            foundation.Options
        );
        var monitoring = new Monitoring(
            "monitoring",
            new MonitoringArgs
            {
                Project = foundation.Project,
                PhysicalName = settings.PhysicalName,
                ApiHost = settings.Edge.ApiHost,
                HealthPath = AppContract.HealthPath,
                IngressNamespace = ResourceLabels.Application,
                IngressName = PublicIngress.IngressName,
                DatabaseInstance = data.Database.InstanceName,
                DatabaseReplica = settings.Database.HasReplica
                    ? (Input<string>)data.Database.ReplicaInstanceName.Apply(name => name!)
                    : null,
                CacheInstance = data.Cache.InstanceId,
                Autoscalers = [BackendWorkload.AutoscalerName, WorkerWorkload.AutoscalerName],
                HasMail = settings.Mail is not null,
                RotationSubscriptionName = SecretStore.RotationSubscriptionName(settings.PhysicalName),
                Recipients = AlertRecipients.Email(settings.Operations.AlertEmail),
                Labels = settings.Labels,
            },
            foundation.Options
        );
        CreateBudget(settings, foundation, monitoring);
        Deployer = CreateDeployer(settings, foundation);
        if (Deployer is { } deployer)
            Rehearser = new RestoreRehearser(
                "restore-rehearser",
                new RestoreRehearserArgs
                {
                    Project = foundation.Project,
                    PhysicalName = settings.PhysicalName,
                    Environment = settings.Environment,
                    PoolName = deployer.PoolName,
                    DatabaseInstance = data.Database.InstanceName,
                    Namespace = app.Namespace,
                    Worker = WorkerWorkload.Workload,
                    Labels = settings.Labels,
                },
                cluster.Options.After(foundation.Services)
            );
    }

    /// <summary>Deploys from GitHub; null where GitHub does not deploy.</summary>
    public GithubDeployer? Deployer { get; }

    /// <summary>Rehearses restores from GitHub; null where GitHub does not deploy.</summary>
    public RestoreRehearser? Rehearser { get; }

    private static void CreateBudget(CrmSettings settings, Foundation foundation, Monitoring monitoring)
    {
        if (settings.Operations is not { BillingAccount: { } account, ProjectNumber: { } number })
            return;
        _ = new SpendingBudget(
            "budget",
            new SpendingBudgetArgs
            {
                BillingAccount = account,
                ProjectNumber = number.ToString(CultureInfo.InvariantCulture),
                PhysicalName = settings.PhysicalName,
                MonthlyAmount = settings.Operations.MonthlyBudget,
                CurrencyCode = settings.Operations.BudgetCurrency,
                NotificationChannels = monitoring.NotificationChannels,
            },
            foundation.Options
        );
    }

    private static GithubDeployer? CreateDeployer(CrmSettings settings, Foundation foundation)
    {
        if (settings.Operations is not { GithubRepositoryId: { } repository, GithubOwnerId: { } owner })
            return null;
        var bucket = settings.Operations.StateBucket;
        return new GithubDeployer(
            "deployer",
            new GithubDeployerArgs
            {
                Project = foundation.Project,
                PhysicalName = settings.PhysicalName,
                RepositoryId = repository,
                RepositoryOwnerId = owner,
                Environment = settings.Environment,
                ActsAs = new Dictionary<string, Output<string>> { ["nodes"] = foundation.Nodes.Email },
                Images = foundation.Images,
                StateBucket = bucket is null ? null : (Input<string>)bucket,
            },
            foundation.Options
        );
    }
}
