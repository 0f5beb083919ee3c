namespace PmCrm.Preview.Project;

/// <summary>A configuration value ready for the program.</summary>
/// <param name="Text">The form in the engine protocol: text, or JSON for everything else.</param>
/// <param name="IsSecret">The value is, or holds, a secret.</param>
/// <param name="Secrets">The texts within <paramref name="Text"/> that must never be shown.</param>
public sealed record ConfigEntry(string Text, bool IsSecret, IReadOnlyList<string> Secrets)
{
    /// <summary>A value that anybody may read.</summary>
    public static ConfigEntry Plain(string text) => new(text, IsSecret: false, []);

    /// <summary>A value that is secret as a whole.</summary>
    public static ConfigEntry Secret(string text) => new(text, IsSecret: true, [text]);

    internal static ConfigEntry Of(ConfigValue value) =>
        new(
            value.Encode(),
            value.IsSecret,
            [.. value.Placeholders.Where(placeholder => placeholder.IsMasked).Select(placeholder => placeholder.Text)]
        );
}
