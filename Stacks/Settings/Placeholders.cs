namespace PmCrm.Stacks.Settings;

/// <summary>
/// Placeholder values in the committed configuration, for values that only the owner of the accounts knows. With them every offline command
/// works in a fresh clone; a deployment would fail half-way.
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
    /// Digest of the committed placeholder image: SHA-256 of no bytes. Only the workflows and eng/use-deployed-image set another one, in
    /// their own checkout. So an update by hand without that step is refused instead of replacing the deployed image.
    /// </summary>
    private const string NoImage = "@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>Whether an image is the committed placeholder.</summary>
    public static bool IsNoImage(string image) => image.EndsWith(NoImage, StringComparison.Ordinal);

    /// <summary>
    /// A sentence for each placeholder of a configuration. The phase foundation deploys no image, so its image is not reported.
    /// </summary>
    /// <param name="source">The configuration.</param>
    /// <param name="phase">What is deployed.</param>
    /// <param name="guide">Documentation page of the topology that says where the real values come from.</param>
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

    /// <summary>Logs a warning for each placeholder in a preview; refuses an update.</summary>
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
                $"{source.KeyPrefix}:image is the placeholder '{image}'; set the deployed image: "
                    + $"pulumi config set image \"$(pulumi stack output image)\", or the first one ({guide}).",
            ]
            : [];
}
