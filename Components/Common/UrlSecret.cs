using Pulumi;

namespace PmCrm.Components.Common;

/// <summary>A secret that becomes part of a URL.</summary>
internal static class UrlSecret
{
    /// <summary>The secret escaped for the user-info part of a URL; still a secret.</summary>
    /// <param name="secret">The secret as it is.</param>
    /// <param name="what">What the secret is, for the warning where it is missing.</param>
    public static Output<string> Escape(Output<string> secret, string what) =>
        Output.CreateSecret(secret.ApplyIfPresent(what, Uri.EscapeDataString, missing: ""));
}
