using Pulumi;

namespace PmCrm.Stacks.Settings;

/// <summary>A configuration without values: reading it records the keys of a topology.</summary>
internal sealed class NoSettings : ISettingsSource
{
    public static readonly NoSettings Instance = new();

    private NoSettings() { }

    /// <inheritdoc/>
    public string KeyPrefix => "";

    /// <inheritdoc/>
    public IEnumerable<string> Keys => [];

    /// <inheritdoc/>
    public string? Find(string key) => null;

    /// <inheritdoc/>
    public Output<string> GetSecret(string key) => throw new InvalidOperationException($"The secret {key} was never set.");
}
