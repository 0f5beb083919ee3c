using PmCrm.Components.Common;
using PmCrm.Components.Workload;

namespace PmCrm.Stacks.Settings;

/// <summary>Everything that differs between environments on managed platforms, validated: an instance can always be deployed.</summary>
/// <param name="Environment">Name of the environment, which is the stack's.</param>
/// <param name="Protection">Whether resources with data may be deleted.</param>
/// <param name="App">Application; its replica settings apply only to the cluster and are not used here.</param>
/// <param name="Edge">Host names, DNS and frontend.</param>
/// <param name="Hosting">The platform that runs the image.</param>
/// <param name="Database">PostgreSQL at Neon or Supabase.</param>
/// <param name="Cache">Redis at Upstash.</param>
/// <param name="Mail">Mail service.</param>
/// <param name="Monitoring">Better Stack.</param>
public sealed record MvpSettings(
    string Environment,
    Protection Protection,
    AppSettings App,
    EdgeSettings Edge,
    HostingSettings Hosting,
    ManagedDatabaseSettings Database,
    ManagedCacheSettings Cache,
    MailSettings Mail,
    BetterStackSettings Monitoring
)
{
    /// <summary>Keys that only this topology reads, but with a default in Pulumi.yaml, so that other stacks have them too.</summary>
    internal static readonly IReadOnlySet<string> KeysWithDefault = new HashSet<string>
    {
        MvpReader.InstancesKey,
        MvpReader.ProxyHopsKey,
        MvpReader.HistoryKey,
        MvpReader.BudgetKey,
    };

    /// <summary>A sentence for each value that is still a placeholder: a preview warns, an update refuses.</summary>
    public IReadOnlyList<string> PlaceholderValues { get; init; } = [];

    /// <summary>Prefix of the names of the environment's resources at the providers.</summary>
    public string PhysicalName => $"{ResourceLabels.Application}-{Environment}";

    /// <summary>The keys that this topology reads.</summary>
    public static IReadOnlySet<string> Keys
    {
        get
        {
            var reader = new SettingsReader(NoSettings.Instance);
            Collect("none", reader);
            return reader.Asked;
        }
    }

    /// <summary>Reads and checks the configuration of the running stack.</summary>
    /// <exception cref="SettingsException">Lists everything that is wrong with it.</exception>
    public static MvpSettings Read() => Read(Pulumi.Deployment.Instance.StackName, new StackConfiguration());

    /// <summary>Reads and checks a configuration.</summary>
    /// <param name="stack">Name of the stack, and of the environment.</param>
    /// <param name="source">The configuration.</param>
    /// <exception cref="SettingsException">Lists everything that is wrong with it.</exception>
    public static MvpSettings Read(string stack, ISettingsSource source)
    {
        var reader = new SettingsReader(source);
        var settings = Collect(stack, reader);
        reader.RefuseUnknownKeys(CrmSettings.Keys);
        return reader.Problems.Count == 0
            ? settings with
            {
                PlaceholderValues = Placeholders.In(source, DeploymentPhase.Everything, "docs/mvp.md"),
            }
            : throw new SettingsException(stack, reader.Problems);
    }

    private static MvpSettings Collect(string stack, SettingsReader reader)
    {
        Topologies.Check(reader, Topologies.Mvp);
        if (!Patterns.StackName().IsMatch(stack))
            reader.RefuseTogether(
                $"The stack's name '{stack}' is part of names at the providers; accepted: 2 to 15 lower-case letters, digits and dashes, "
                    + "from a letter to a letter or digit"
            );
        var edge = EdgeReader.Read(reader);
        return new MvpSettings(
            stack,
            reader.Flag("protect") ? Protection.On : Protection.Off,
            AppSettingsReader.Read(reader, DeploymentPhase.Everything),
            edge,
            MvpReader.ReadHosting(reader),
            MvpReader.ReadDatabase(reader),
            MvpReader.ReadCache(reader),
            MailReader.Read(reader, edge),
            MvpReader.ReadMonitoring(reader)
        );
    }
}

/// <summary>The platform that runs the image: one of the two is set.</summary>
/// <param name="Render">Render; null where Railway runs it.</param>
/// <param name="Railway">Railway; null where Render runs it.</param>
/// <param name="Registry">Who may pull the image; null: it is public.</param>
/// <param name="TrustedProxyHops">Entries at the end of X-Forwarded-For that the platform's own proxies wrote.</param>
public sealed record HostingSettings(RenderSettings? Render, RailwaySettings? Railway, RegistrySettings? Registry, int TrustedProxyHops);

/// <summary>Render.</summary>
/// <param name="ApiKey">May edit the workspace.</param>
/// <param name="OwnerId">Render's id of the workspace.</param>
/// <param name="Plan">Plan of the backend.</param>
/// <param name="WorkerPlan">Plan of the worker.</param>
/// <param name="Instances">Instances that serve the API.</param>
public sealed record RenderSettings(SecretSetting ApiKey, string OwnerId, string Plan, string WorkerPlan, int Instances);

/// <summary>Railway.</summary>
/// <param name="Token">May edit the workspace.</param>
/// <param name="WorkspaceId">Railway's id of the workspace; null: the token's own.</param>
public sealed record RailwaySettings(SecretSetting Token, string? WorkspaceId);

/// <summary>Who may pull the image.</summary>
/// <param name="Username">Name at the registry.</param>
/// <param name="Token">Its token.</param>
public sealed record RegistrySettings(string Username, SecretSetting Token);

/// <summary>PostgreSQL of a managed platform: one of the two tokens is set.</summary>
/// <param name="NeonApiKey">May edit the organization at Neon; null where Supabase is used.</param>
/// <param name="SupabaseToken">May edit the organization at Supabase; null where Neon is used.</param>
/// <param name="Organization">Id of the organization at Neon, slug at Supabase.</param>
/// <param name="Region">The platform's region.</param>
/// <param name="HistoryDays">Days within which the database can be restored to any point in time.</param>
/// <param name="PoolSize">Most connections that one process opens to the pooler.</param>
/// <param name="PasswordVersion">Raise it to replace the password, at Supabase.</param>
/// <param name="SupabasePoolerHost">Host of the project's pooler at Supabase; null: that of the region's first cluster.</param>
public sealed record ManagedDatabaseSettings(
    SecretSetting? NeonApiKey,
    SecretSetting? SupabaseToken,
    string Organization,
    string Region,
    int HistoryDays,
    int PoolSize,
    int PasswordVersion,
    string? SupabasePoolerHost
);

/// <summary>Redis at Upstash.</summary>
/// <param name="Email">Account at Upstash.</param>
/// <param name="ApiKey">Its key.</param>
/// <param name="Region">Region of the primary.</param>
/// <param name="MonthlyBudgetDollars">What a month may cost.</param>
public sealed record ManagedCacheSettings(string Email, SecretSetting ApiKey, string Region, int MonthlyBudgetDollars);

/// <summary>Better Stack.</summary>
/// <param name="UptimeToken">Token of the team for uptime.</param>
/// <param name="LogsToken">Token of the team for logs.</param>
/// <param name="StatusSubdomain">The status page is at SUBDOMAIN.betteruptime.com.</param>
public sealed record BetterStackSettings(SecretSetting UptimeToken, SecretSetting LogsToken, string StatusSubdomain);
