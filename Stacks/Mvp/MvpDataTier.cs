using PmCrm.Components.Cache;
using PmCrm.Components.Common;
using PmCrm.Components.Database;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Mvp;

/// <summary>PostgreSQL at Neon or Supabase, Redis at Upstash.</summary>
internal sealed class MvpDataTier(MvpSettings settings)
{
    public IPostgresUrls Database { get; } = settings.Database.NeonApiKey is { } key ? CreateNeon(settings, key) : CreateSupabase(settings);

    public UpstashRedis Cache { get; } =
        new(
            "cache",
            new UpstashRedisArgs
            {
                PhysicalName = settings.PhysicalName,
                PrimaryRegion = settings.Cache.Region,
                MonthlyBudgetDollars = settings.Cache.MonthlyBudgetDollars,
                Protection = settings.Protection,
            },
            new ComponentResourceOptions
            {
                Provider = new Pulumi.Upstash.Provider(
                    "upstash",
                    new Pulumi.Upstash.ProviderArgs { Email = settings.Cache.Email, ApiKey = settings.Cache.ApiKey.Value }
                ),
            }
        );

    private static NeonPostgres CreateNeon(MvpSettings settings, SecretSetting key) =>
        new(
            "database",
            new NeonPostgresArgs
            {
                PhysicalName = settings.PhysicalName,
                OrganizationId = settings.Database.Organization,
                DatabaseName = ResourceLabels.Application,
                Region = settings.Database.Region,
                History = TimeSpan.FromDays(settings.Database.HistoryDays),
                PoolSize = settings.Database.PoolSize,
                Protection = settings.Protection,
            },
            new ComponentResourceOptions
            {
                // The bridged provider does not mark the key as secret.
                Provider = new Pulumi.Neon.Provider("neon", new Pulumi.Neon.ProviderArgs { ApiKey = Output.CreateSecret(key.Value) }),
            }
        );

    private static SupabasePostgres CreateSupabase(MvpSettings settings) =>
        new(
            "database",
            new SupabasePostgresArgs
            {
                PhysicalName = settings.PhysicalName,
                OrganizationSlug = settings.Database.Organization,
                Region = settings.Database.Region,
                PoolSize = settings.Database.PoolSize,
                PasswordVersion = settings.Database.PasswordVersion,
                PoolerHost = settings.Database.SupabasePoolerHost ?? GuessPooler(settings.Database.Region),
                Protection = settings.Protection,
            },
            new ComponentResourceOptions
            {
                Provider = new Pulumi.Supabase.Provider(
                    "supabase",
                    new Pulumi.Supabase.ProviderArgs { AccessToken = settings.Database.SupabaseToken!.Value }
                ),
            }
        );

    private static string GuessPooler(string region)
    {
        var host = SupabasePostgres.DefaultPoolerHost(region);
        Log.Warn(
            $"supabasePoolerHost is not set, and {host} is a guess: once the project exists, set the host from its page Connect (docs/mvp.md)."
        );
        return host;
    }
}
