using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace PmCrm.Components.Common;

/// <summary>A short hash of contents: an object that has it in its name or annotations changes when the contents change.</summary>
internal static class ContentHash
{
    private const int Length = 10;

    /// <summary>The first ten hexadecimal digits of SHA-256 over the entries in the order of their keys.</summary>
    public static string Of(ImmutableDictionary<string, string> entries)
    {
        var text = new StringBuilder();
        // Lengths keep "a=bc" and "ab=c" apart.
        foreach (var (key, value) in entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            text.Append(key.Length).Append(':').Append(key).Append(value.Length).Append(':').Append(value);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Length];
    }
}
