namespace PmCrm.Stacks.Settings;

/// <summary>
/// Ids in the committed configuration that stand for ones that only the owner of the accounts knows. They let every command work on a fresh
/// clone; a deployment with one of them would fail half-way.
/// </summary>
internal static class Placeholders
{
    private static readonly Dictionary<string, string[]> Values = new()
    {
        ["cloudflareAccountId"] = [$"{new string('0', 31)}0", $"{new string('0', 31)}1"],
        ["cloudflareZoneId"] = [$"{new string('0', 31)}0", $"{new string('0', 31)}1"],
        ["githubRepositoryId"] = ["1"],
        ["githubOwnerId"] = ["1"],
        ["billingAccount"] = ["000000-000000-000000"],
        ["gcpProjectNumber"] = ["1"],
    };

    /// <summary>A sentence for each placeholder of a configuration.</summary>
    public static IReadOnlyList<string> In(ISettingsSource source) =>
    [
        .. Values.Where(placeholder => placeholder.Value.Contains(source.Find(placeholder.Key)))
            .Select(placeholder => $"{source.KeyPrefix}:{placeholder.Key} is the placeholder '{source.Find(placeholder.Key)}'; set the real one (docs/deploy.md).")
            .Order(StringComparer.Ordinal),
    ];
}
