using PmCrm.Components.Common;
using PmCrm.Components.Workload;

namespace PmCrm.Stacks.Settings;

/// <summary>Everything that differs between environments, validated: an instance can always be deployed.</summary>
/// <param name="Environment">Name of the environment, which is the stack's.</param>
/// <param name="Phase">How much is deployed.</param>
/// <param name="Project">Google Cloud project.</param>
/// <param name="Region">Region of the platform.</param>
/// <param name="RecoveryRegion">Region for recovery.</param>
/// <param name="Protection">Whether resources with data may be deleted.</param>
/// <param name="HasCustomerManagedKeys">Whether customer-managed keys encrypt stored data.</param>
/// <param name="Network">Address plan.</param>
/// <param name="Cluster">Node pools.</param>
/// <param name="Database">Database.</param>
/// <param name="Cache">Cache.</param>
/// <param name="App">Application.</param>
/// <param name="Edge">Host names, DNS, ingress and frontend.</param>
/// <param name="Mail">Mail service; null: no mail is sent.</param>
/// <param name="Operations">Deployment from GitHub, alerts, budget.</param>
public sealed record CrmSettings(
    string Environment,
    DeploymentPhase Phase,
    string Project,
    EuRegion Region,
    EuRegion RecoveryRegion,
    Protection Protection,
    bool HasCustomerManagedKeys,
    NetworkSettings Network,
    ClusterSettings Cluster,
    DatabaseSettings Database,
    CacheSettings Cache,
    AppSettings App,
    EdgeSettings Edge,
    MailSettings? Mail,
    OperationsSettings Operations
)
{
    private static readonly IReadOnlyDictionary<string, DeploymentPhase> Phases = new Dictionary<string, DeploymentPhase>
    {
        ["everything"] = DeploymentPhase.Everything,
        ["foundation"] = DeploymentPhase.Foundation,
    };

    private const string RegionKey = "region";
    private const string RecoveryRegionKey = "recoveryRegion";

    /// <summary>A sentence for each value that is still a placeholder: a preview warns, an update refuses.</summary>
    public IReadOnlyList<string> PlaceholderValues { get; init; } = [];

    /// <summary>Prefix of the names of the environment's resources at the providers.</summary>
    public string PhysicalName => $"{ResourceLabels.Application}-{Environment}";

    /// <summary>Labels of all resources that support them.</summary>
    public ResourceLabels Labels => new(Environment);

    /// <summary>Reads and checks the configuration of the running stack.</summary>
    /// <exception cref="SettingsException">Lists everything that is wrong with it.</exception>
    public static CrmSettings Read() => Read(Pulumi.Deployment.Instance.StackName, new StackConfiguration());

    /// <summary>Reads and checks a configuration.</summary>
    /// <param name="stack">Name of the stack, and of the environment.</param>
    /// <param name="source">The configuration.</param>
    /// <exception cref="SettingsException">Lists everything that is wrong with it.</exception>
    public static CrmSettings Read(string stack, ISettingsSource source)
    {
        var reader = new SettingsReader(source);
        var settings = Collect(stack, source, reader);
        foreach (var key in MvpSettings.Keys.Except(reader.Asked).Except(MvpSettings.KeysWithDefault).Order(StringComparer.Ordinal))
            if (source.Find(key) is { Length: > 0 })
                reader.RefuseTogether($"{reader.Full(key)} is set, and only the topology {Topologies.Mvp} reads it");
        reader.RefuseUnknownKeys(MvpSettings.Keys);
        return reader.Problems.Count == 0
            ? settings with
            {
                PlaceholderValues = Placeholders.In(source, settings.Phase, "docs/deploy.md"),
            }
            : throw new SettingsException(stack, reader.Problems);
    }

    /// <summary>The keys that this topology reads.</summary>
    public static IReadOnlySet<string> Keys
    {
        get
        {
            var reader = new SettingsReader(NoSettings.Instance);
            Collect("none", NoSettings.Instance, reader);
            return reader.Asked;
        }
    }

    private static CrmSettings Collect(string stack, ISettingsSource source, SettingsReader reader)
    {
        Topologies.Check(reader, Topologies.Gke);
        if (!Patterns.StackName().IsMatch(stack))
            reader.RefuseTogether(
                $"The stack's name '{stack}' is part of names at Google; accepted: 2 to 15 lower-case letters, digits and dashes, "
                    + "from a letter to a letter or digit"
            );
        var cluster = ClusterSettingsReader.Read(reader);
        var database = DataSettingsReader.ReadDatabase(reader);
        var ranges = AddressPlan.Read(reader, cluster.NodePools, database.HasReplica);
        var phase = reader.Choice("phase", Phases);
        var app = AppSettingsReader.Read(reader, phase);
        var edge = EdgeReader.Read(reader);
        ConnectionBudget.Check(reader, database, app);
        var settings = new CrmSettings(
            stack,
            phase,
            reader.Text("gcpProject", Patterns.ProjectId(), "a Google Cloud project's id: 6 to 30 lower-case letters, digits and dashes"),
            reader.Region(RegionKey),
            reader.Region(RecoveryRegionKey),
            reader.Flag("protect") ? Protection.On : Protection.Off,
            reader.Flag("customerManagedKeys"),
            new NetworkSettings(
                ranges[AddressPlan.NodeRangeKey],
                ranges[AddressPlan.PodRangeKey],
                ranges[AddressPlan.ServiceRangeKey],
                ranges[AddressPlan.ControlPlaneRangeKey],
                ranges[AddressPlan.PrivateServicesRangeKey],
                reader.Number("egressAddressCount", 1, 10),
                reader.Ranges("authorizedNetworks")
            ),
            cluster,
            database,
            DataSettingsReader.ReadCache(reader),
            app,
            edge,
            MailReader.ReadOptional(reader, edge),
            OperationsReader.Read(reader)
        );
        if (source.Find(RegionKey) == source.Find(RecoveryRegionKey))
            reader.Refuse(RecoveryRegionKey, $"another region than {reader.Full(RegionKey)}");
        return settings;
    }
}
