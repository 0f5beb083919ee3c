using PmCrm.Components.Workload;
using PmCrm.Contract;
using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Components.Tests.Workload;

/// <summary>Builds the application's workloads; each test sets only what it tests.</summary>
internal sealed class WorkloadArrangement
{
    public const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    public const string Image = $"registry/pmcrm-backend@{Digest}";
    public const string PlantedSecret = "planted-value-1";

    public string ImageName { get; init; } = Image;

    public string Secret { get; init; } = PlantedSecret;

    public string LogLevel { get; init; } = "info";

    public IngressController Controller { get; init; } = IngressController.Gce;

    public ReplicaRange Replicas { get; init; } = new(Min: 3, Max: 20);

    private static ContainerResources Size { get; } = new(new ComputeResources(500, 512, 256), new ComputeResources(1000, 1024, 512));

    private static AppEgress Egress { get; } = new(PrivateServicesRange: "10.64.0.0/16");

    public Task<Recording> RecordAsync() =>
        Recording.OfProgramAsync(options =>
        {
            var configuration = CreateConfiguration(options);
            var migration = CreateMigration(configuration, options);
            CreateBackend(configuration, migration, options);
            CreateWorker(configuration, migration, options);
        });

    public async Task<RecordedResource> BackendAsync() => (await RecordAsync()).Only("kubernetes:apps/v1:Deployment", "backend");

    public async Task<RecordedResource> WorkerAsync() => (await RecordAsync()).Only("kubernetes:apps/v1:Deployment", "worker");

    public async Task<RecordedResource> MigrationAsync() => (await RecordAsync()).Only("kubernetes:batch/v1:Job");

    public AppConfiguration CreateConfiguration(ComponentResourceOptions options) =>
        new(
            "configuration",
            new AppConfigurationArgs
            {
                Namespace = "pmcrm",
                Variables = new Dictionary<string, string> { [AppVariables.LogLevel] = LogLevel, [AppVariables.Port] = "3000" },
                Secrets = AppVariables.RequiredSecrets.ToDictionary(variable => variable, _ => Output.CreateSecret(Secret)),
                Certificates = new Dictionary<string, Output<string>>
                {
                    [AppContract.DatabaseCaFile] = Output.Create("database's"),
                    [AppContract.CacheCaFile] = Output.Create("cache's"),
                },
                Labels = Arrange.Labels,
            },
            options
        );

    private MigrationJob CreateMigration(AppConfiguration configuration, ComponentResourceOptions options) =>
        new(
            "migration",
            new MigrationJobArgs
            {
                Namespace = "pmcrm",
                Image = ImageName,
                Configuration = configuration,
                Resources = Size,
                Egress = Egress,
                Labels = Arrange.Labels,
            },
            options
        );

    private void CreateBackend(AppConfiguration configuration, MigrationJob migration, ComponentResourceOptions options) =>
        _ = new BackendWorkload(
            "backend",
            new BackendWorkloadArgs
            {
                Namespace = "pmcrm",
                Image = ImageName,
                Configuration = configuration,
                Migration = migration,
                GoogleServiceAccount = "backend@pmcrm-test.iam.gserviceaccount.com",
                Resources = Size,
                Replicas = Replicas,
                Egress = Egress,
                Controller = Controller,
                Labels = Arrange.Labels,
            },
            options
        );

    private void CreateWorker(AppConfiguration configuration, MigrationJob migration, ComponentResourceOptions options) =>
        _ = new WorkerWorkload(
            "worker",
            new WorkerWorkloadArgs
            {
                Namespace = "pmcrm",
                Image = ImageName,
                Configuration = configuration,
                Migration = migration,
                GoogleServiceAccount = "worker@pmcrm-test.iam.gserviceaccount.com",
                Resources = Size,
                Replicas = Replicas,
                Egress = Egress,
                Labels = Arrange.Labels,
            },
            options
        );
}
