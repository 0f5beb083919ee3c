using PmCrm.Preview.Project;

namespace PmCrm.Stacks.Tests.Mvp;

/// <summary>The committed stack with the other of each pair: Railway, Supabase and SendGrid.</summary>
internal static class MvpAlternatives
{
    private static readonly (string Key, string Value)[] Values =
    [
        ("renderApiKey", ""),
        ("renderOwnerId", ""),
        ("backendPlan", ""),
        ("workerPlan", ""),
        ("neonApiKey", ""),
        ("resendApiKey", ""),
        ("backendHost", "railway"),
        ("postgresHost", "supabase"),
        ("postgresRegion", "eu-central-1"),
        ("mailHost", "sendgrid"),
    ];

    private static readonly string[] Secrets = ["railwayToken", "supabaseAccessToken", "sendgridApiKey"];

    /// <summary>As changes of the configuration for a plan.</summary>
    public static IReadOnlyList<(string Key, ConfigEntry Value)> Changes =>
        [
            .. Values.Select(value => (value.Key, ConfigEntry.Plain(value.Value))),
            .. Secrets.Select(key => (key, ConfigEntry.Secret(ProjectConfiguration.Planted(key)))),
        ];

    /// <summary>As values of a configuration.</summary>
    public static void Choose(Dictionary<string, string> values)
    {
        foreach (var (key, value) in Values)
            values[key] = value;
        foreach (var key in Secrets)
            values[key] = ProjectConfiguration.Planted(key);
    }
}
