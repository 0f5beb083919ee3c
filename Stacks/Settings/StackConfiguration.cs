using Pulumi;

namespace PmCrm.Stacks.Settings;

/// <summary>
/// The stack's configuration: <c>Pulumi.&lt;stack&gt;.yaml</c> over the defaults in <c>Pulumi.yaml</c>. Nothing else in the program reads it.
/// </summary>
internal sealed class StackConfiguration : ISettingsSource
{
    private readonly Config _config = new();

    /// <inheritdoc/>
    public string KeyPrefix => Deployment.Instance.ProjectName;

    /// <inheritdoc/>
    public string? Find(string key) => _config.Get(key);

    /// <inheritdoc/>
    public Output<string> GetSecret(string key) => _config.RequireSecret(key);
}
