namespace PmCrm.Stacks.Settings;

/// <summary>
/// Values in the committed configuration that stand for ones that only the owner of the accounts knows. They let every command work on a
/// fresh clone; a deployment with one of them would fail half-way.
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
        ["renderOwnerId"] = [$"tea-{new string('0', 20)}"],
        ["postgresOrganization"] = ["org-placeholder-00000000"],
    };

    /// <summary>
    /// The digest of no bytes: the committed image. Only the workflows and eng/use-deployed-image set another one, in their own checkout,
    /// so an update by hand that forgot it is refused instead of replacing what runs.
    /// </summary>
    private const string NoImage = "@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>Whether an image is the committed one, which names none.</summary>
    public static bool IsNoImage(string image) => image.EndsWith(NoImage, StringComparison.Ordinal);

    /// <summary>
    /// A sentence for each placeholder of a configuration. The image is none in the foundation's phase, which deploys no image.
    /// </summary>
    /// <param name="source">The configuration.</param>
    /// <param name="phase">What is deployed.</param>
    /// <param name="guide">The page that says where the real values come from: each topology has its own.</param>
    public static IReadOnlyList<string> In(ISettingsSource source, DeploymentPhase phase, string guide) =>
        [
            .. ImageIn(source, phase, guide),
            .. Values
                .Where(placeholder => placeholder.Value.Contains(source.Find(placeholder.Key)))
                .Select(placeholder =>
                    $"{source.KeyPrefix}:{placeholder.Key} is the placeholder '{source.Find(placeholder.Key)}'; set the real one ({guide})."
                )
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Warns of each placeholder in a preview; an update is refused.</summary>
    /// <exception cref="SettingsException">There is one, and this is an update.</exception>
    public static void Refuse(string stack, IReadOnlyList<string> placeholders)
    {
        if (placeholders is [])
            return;
        if (!Pulumi.Deployment.Instance.IsDryRun)
            throw new SettingsException(stack, placeholders);
        foreach (var placeholder in placeholders)
            Pulumi.Log.Warn(placeholder);
    }

    private static string[] ImageIn(ISettingsSource source, DeploymentPhase phase, string guide) =>
        phase is DeploymentPhase.Everything && source.Find("image") is { } image && IsNoImage(image)
            ?
            [
                $"{source.KeyPrefix}:image is the placeholder '{image}'; set the one that runs: "
                    + $"pulumi config set image \"$(pulumi stack output image)\", or the first one ({guide}).",
            ]
            : [];
}
