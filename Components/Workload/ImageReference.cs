using System.Text.RegularExpressions;

namespace PmCrm.Components.Workload;

/// <summary>An image by digest, <c>repository@sha256:…</c>.</summary>
public static partial class ImageReference
{
    /// <summary>The first twelve digits of the digest: the version that logs and health reports name.</summary>
    /// <exception cref="ArgumentException">The image is not named by a digest.</exception>
    public static string ShortDigest(string image) =>
        Digest().Match(image) is { Success: true } match
            ? match.Groups["short"].Value
            : throw new ArgumentException(
                $"The image '{image}' has no digest; accepted: repository@sha256: and 64 hexadecimal digits.",
                nameof(image)
            );

    [GeneratedRegex(@"@sha256:(?<short>[0-9a-f]{12})[0-9a-f]{52}\z")]
    private static partial Regex Digest();
}
