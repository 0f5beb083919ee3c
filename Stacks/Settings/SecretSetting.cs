using Pulumi;

namespace PmCrm.Stacks.Settings;

/// <summary>A secret of the configuration that is set; its value is read only where it is used.</summary>
/// <param name="Key">The key that it is configured under.</param>
/// <param name="Read">Reads it as a secret.</param>
public sealed record SecretSetting(string Key, Func<Output<string>> Read)
{
    /// <summary>The secret.</summary>
    public Output<string> Value => Read();

    /// <summary>The key; never the secret.</summary>
    public override string ToString() => Key;
}
