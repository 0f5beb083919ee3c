using PmCrm.Components.Cache;
using PmCrm.Components.Database;
using PmCrm.Components.Hosting;

namespace PmCrm.Stacks.Settings;

/// <summary>Reads the settings of managed platforms. Of each pair one is chosen, and settings of the other are refused.</summary>
internal static class MvpReader
{
    public const string InstancesKey = "backendInstances";
    public const string ProxyHopsKey = "trustedProxyHops";
    public const string HistoryKey = "postgresHistoryDays";
    public const string BudgetKey = "cacheMonthlyBudget";

    private const string RenderOwnerKey = "renderOwnerId";
    private const string RenderTokenKey = "renderApiKey";
    private const string RailwayTokenKey = "railwayToken";
    private const string RailwayWorkspaceKey = "railwayWorkspaceId";
    private const string PlanKey = "backendPlan";
    private const string WorkerPlanKey = "workerPlan";
    private const string RegistryUserKey = "registryUsername";
    private const string RegistryTokenKey = "registryToken";
    private const string NeonTokenKey = "neonApiKey";
    private const string SupabaseTokenKey = "supabaseAccessToken";
    private const string SupabasePoolerKey = "supabasePoolerHost";

    public static HostingSettings ReadHosting(SettingsReader reader)
    {
        reader.Together(RegistryUserKey, RegistryTokenKey);
        var username = reader.OptionalText(RegistryUserKey, Patterns.Name(), "the name of an account at the image's registry");
        var token = reader.OptionalSecret(RegistryTokenKey, TokenForm.Any);
        var instances = reader.Number(InstancesKey, 1, 100);
        var isRender = IsFirst(
            reader,
            "backendHost",
            ("render", [RenderTokenKey, RenderOwnerKey, PlanKey, WorkerPlanKey]),
            ("railway", [RailwayTokenKey, RailwayWorkspaceKey])
        );
        return new HostingSettings(
            isRender is true
                ? new RenderSettings(
                    reader.Secret(RenderTokenKey, TokenForm.Any),
                    reader.Text(
                        RenderOwnerKey,
                        Patterns.RenderOwner(),
                        "the id of a Render workspace: tea- or usr- and 20 letters and digits"
                    ),
                    reader.Choice(PlanKey, Words(RenderBackend.Plans)),
                    reader.Choice(WorkerPlanKey, Words(RenderBackend.Plans)),
                    instances
                )
                : null,
            isRender is false
                ? new RailwaySettings(
                    reader.Secret(RailwayTokenKey, TokenForm.Any),
                    reader.OptionalText(RailwayWorkspaceKey, Patterns.Name(), "the id of a Railway workspace")
                )
                : null,
            username is not null && token is not null ? new RegistrySettings(username, token) : null,
            reader.Number(ProxyHopsKey, 1, 10)
        );
    }

    public static ManagedDatabaseSettings ReadDatabase(SettingsReader reader)
    {
        const string RegionKey = "postgresRegion";
        var isNeon = IsFirst(reader, "postgresHost", ("neon", [NeonTokenKey]), ("supabase", [SupabaseTokenKey, SupabasePoolerKey]));
        var regions = isNeon switch
        {
            true => NeonPostgres.Regions,
            false => SupabasePostgres.Regions,
            null => [.. NeonPostgres.Regions, .. SupabasePostgres.Regions],
        };
        var region = reader.Choice(RegionKey, Words(regions));
        return new ManagedDatabaseSettings(
            isNeon is true ? reader.Secret(NeonTokenKey, TokenForm.Any) : null,
            isNeon is false ? reader.Secret(SupabaseTokenKey, TokenForm.Supabase) : null,
            reader.Text("postgresOrganization", Patterns.Name(), "an organization's id at Neon, or its slug at Supabase"),
            region,
            reader.Number(HistoryKey, 1, (int)NeonPostgres.MaxHistory.TotalDays),
            reader.Number("databasePoolSize", 1, 100),
            reader.Number("databasePasswordVersion", 1, 100_000),
            isNeon is false ? ReadPooler(reader, region) : null
        );
    }

    // The pooler of another region cannot reach the project.
    private static string? ReadPooler(SettingsReader reader, string region)
    {
        var accepted = $"the host on the project's page Connect, for example {SupabasePostgres.DefaultPoolerHost(region)}";
        var host = reader.OptionalText(SupabasePoolerKey, Patterns.SupabasePooler(), accepted);
        if (host is { Length: > 0 } && Patterns.SupabasePooler().Match(host).Groups["region"].Value != region)
            reader.Refuse(SupabasePoolerKey, accepted);
        return host;
    }

    public static ManagedCacheSettings ReadCache(SettingsReader reader) =>
        new(
            reader.Mail("upstashEmail"),
            reader.Secret("upstashApiKey", TokenForm.Any),
            reader.Choice("cacheRegion", Words(UpstashRedis.Regions)),
            reader.Number(BudgetKey, 1, 10_000)
        );

    public static BetterStackSettings ReadMonitoring(SettingsReader reader) =>
        new(
            reader.Secret("betterStackUptimeToken", TokenForm.Any),
            reader.Secret("betterStackLogsToken", TokenForm.Any),
            reader.Text("statusSubdomain", Patterns.Subdomain(), "a label of a host name: lower-case letters, digits and dashes")
        );

    /// <summary>Which of a pair is chosen: true the first, false the second, null neither. Settings of the other are refused.</summary>
    internal static bool? IsFirst(
        SettingsReader reader,
        string key,
        (string Name, string[] Keys) first,
        (string Name, string[] Keys) second
    )
    {
        var choices = new Dictionary<string, bool?> { [first.Name] = true, [second.Name] = false };
        var before = reader.Problems.Count;
        var chosen = reader.Choice(key, choices);
        if (reader.Problems.Count > before)
            chosen = null;
        foreach (var (name, keys) in new[] { first, second })
        foreach (var other in keys)
            // Read in any case, so that the topology knows its keys.
            if (reader.Has(other) && chosen is { } isFirst && isFirst != (name == first.Name))
                reader.RefuseTogether(
                    $"{reader.Full(other)} belongs to {name}, and {reader.Full(key)} is '{(isFirst ? first.Name : second.Name)}'; set one of the two"
                );
        return chosen;
    }

    private static Dictionary<string, string> Words(IEnumerable<string> words) => words.ToDictionary(word => word);
}
