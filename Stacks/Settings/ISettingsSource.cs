using Pulumi;

namespace PmCrm.Stacks.Settings;

/// <summary>Where settings come from: the stack's configuration, or a test.</summary>
public interface ISettingsSource
{
    /// <summary>Prefix of each key, as a user types it: the project's name.</summary>
    string KeyPrefix { get; }

    /// <summary>The keys that are set, without the prefix.</summary>
    IEnumerable<string> Keys { get; }

    /// <summary>The value of a key as text; null when it is not set.</summary>
    string? Find(string key);

    /// <summary>The value of a key that is set, as a secret.</summary>
    Output<string> GetSecret(string key);
}
