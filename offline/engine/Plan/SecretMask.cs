using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace PmCrm.Preview.Plan;

/// <summary>
/// Knows the secrets of a run and removes them from any text: as they are, and in the forms that they take inside JSON, URLs and base64.
/// Fingerprints are keyed with a random key that lives as long as the process: they can compare two plans and reveal nothing else.
/// </summary>
public sealed class SecretMask
{
    // Shorter texts occur inside other words, so masking them would make every output unreadable and hide nothing.
    private const int ShortestMasked = 4;

    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    private readonly string[] secrets;
    private readonly SearchValues<string>? search;

    /// <param name="secrets">The texts to hide.</param>
    /// <param name="open">
    /// Texts that are public anyway (names, plain configuration). A secret that consists of these texts only, such as a public address in
    /// a variable that a provider marks secret, is hidden where it is marked and readable elsewhere.
    /// </param>
    public SecretMask(IEnumerable<string> secrets, IEnumerable<string>? open = null)
    {
        var known = (open ?? []).Where(text => text.Length >= ShortestMasked).OrderByDescending(text => text.Length).ToList();
        this.secrets =
        [
            .. secrets
                .Where(secret => !IsOpen(secret, known))
                .SelectMany(Forms)
                .Where(form => form.Length >= ShortestMasked)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(form => form.Length)
                .ThenBy(form => form, StringComparer.Ordinal),
        ];
        if (this.secrets.Length > 0)
            search = SearchValues.Create(this.secrets, StringComparison.Ordinal);
    }

    /// <summary>The text with every secret replaced by <see cref="PlanValue.Masked"/>; the same object when there is none.</summary>
    public string Apply(string text)
    {
        if (search is null || text.Length < ShortestMasked)
            return text;
        var at = text.AsSpan().IndexOfAny(search);
        if (at < 0)
            return text;
        var masked = new StringBuilder();
        var rest = text.AsSpan();
        while (at >= 0)
        {
            masked.Append(rest[..at]).Append(PlanValue.Masked);
            rest = rest[at..];
            foreach (var secret in secrets)
                if (rest.StartsWith(secret, StringComparison.Ordinal))
                {
                    rest = rest[secret.Length..];
                    break;
                }
            at = rest.IndexOfAny(search);
        }
        return masked.Append(rest).ToString();
    }

    /// <summary>Equal texts have equal fingerprints within this process.</summary>
    public static string Fingerprint(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(text))[..8]);

    private static bool IsOpen(string secret, List<string> open)
    {
        var rest = secret;
        foreach (var text in open)
            rest = rest.Replace(text, "", StringComparison.Ordinal);
        if (rest.Length == secret.Length)
            return false;
        foreach (var scheme in new[] { "https://", "http://" })
            rest = rest.Replace(scheme, "", StringComparison.Ordinal);
        return !rest.Any(char.IsLetterOrDigit);
    }

    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        yield return JavaScriptEncoder.Default.Encode(secret);
        yield return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret);
        yield return Uri.EscapeDataString(secret);
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
    }
}
