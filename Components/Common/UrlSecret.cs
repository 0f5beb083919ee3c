using Pulumi;

namespace PmCrm.Components.Common;

/// <summary>A secret that becomes part of a URL.</summary>
internal static class UrlSecret
{
    /// <summary>The secret escaped for the user-info part of a URL; still a secret.</summary>
    public static Output<string> Escape(Output<string> secret) => Output.CreateSecret(secret.Apply(Uri.EscapeDataString));
}
