using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>
/// Checks AWS's signature version 4 as a server does, in a header and in a URL:
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and …/sigv4-query-string-auth.html.
/// </summary>
internal static class SignatureV4
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Unsigned = "UNSIGNED-PAYLOAD";
    private static readonly TimeSpan MaxClockDifference = TimeSpan.FromMinutes(15);

    /// <returns>S3's code of the error, or null for a request that is signed with the key.</returns>
    public static string? Refusal(
        string method,
        string target,
        Func<string, string> header,
        byte[] body,
        string keyId,
        string secret,
        DateTimeOffset now
    )
    {
        var (path, query) = target.Split('?', 2) is [var left, var right] ? (left, Parse(right)) : (target, []);
        var fromUrl = query.ToDictionary(pair => Uri.UnescapeDataString(pair.Name), pair => Uri.UnescapeDataString(pair.Value));
        var isInUrl = fromUrl.ContainsKey("X-Amz-Signature");
        var claim = isInUrl ? Claim.OfUrl(fromUrl) : Claim.OfHeader(header("Authorization"), header("x-amz-date"));
        if (claim is null)
            return "AccessDenied";
        if (claim.Scope.Split('/')[0] != keyId)
            return "InvalidAccessKeyId";
        if (isInUrl ? now > claim.Time + claim.Lifetime : (now - claim.Time).Duration() > MaxClockDifference)
            return isInUrl ? "AccessDenied" : "RequestTimeTooSkewed";
        var payload = isInUrl ? Unsigned : header("x-amz-content-sha256");
        if (!isInUrl && payload != Convert.ToHexStringLower(SHA256.HashData(body)))
            return "XAmzContentSHA256Mismatch";
        var canonical = string.Join(
            '\n',
            method,
            path,
            string.Join(
                '&',
                query
                    .Where(pair => pair.Name != "X-Amz-Signature")
                    .OrderBy(pair => pair.Name, StringComparer.Ordinal)
                    .ThenBy(pair => pair.Value, StringComparer.Ordinal)
                    .Select(pair => $"{pair.Name}={pair.Value}")
            ),
            string.Concat(claim.SignedHeaders.Select(name => $"{name}:{header(name).Trim()}\n")),
            string.Join(';', claim.SignedHeaders),
            payload
        );
        return Sign(canonical, claim, secret) == claim.Signature ? null : "SignatureDoesNotMatch";
    }

    private static string Sign(string canonical, Claim claim, string secret)
    {
        var scope = claim.Scope.Split('/')[1..];
        var text = string.Join(
            '\n',
            Algorithm,
            claim.Time.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
            string.Join('/', scope),
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))
        );
        var key = scope.Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), (key, part) =>
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part))
        );
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static List<(string Name, string Value)> Parse(string query) =>
        [
            .. query
                .Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('=', 2))
                .Select(pair => (pair[0], pair.ElementAtOrDefault(1) ?? "")),
        ];

    /// <summary>The signature parameters of a request.</summary>
    /// <param name="Scope">Key id, day, region, service, "aws4_request".</param>
    private sealed record Claim(string Scope, string[] SignedHeaders, string Signature, DateTimeOffset Time, TimeSpan Lifetime)
    {
        public static Claim? OfUrl(Dictionary<string, string> query) =>
            query.GetValueOrDefault("X-Amz-Algorithm") != Algorithm
                ? null
                : new(
                    query["X-Amz-Credential"],
                    query["X-Amz-SignedHeaders"].Split(';'),
                    query["X-Amz-Signature"],
                    Moment(query["X-Amz-Date"]),
                    TimeSpan.FromSeconds(int.Parse(query["X-Amz-Expires"], CultureInfo.InvariantCulture))
                );

        public static Claim? OfHeader(string authorization, string date)
        {
            if (!authorization.StartsWith(Algorithm + " ", StringComparison.Ordinal))
                return null;
            var parts = authorization[Algorithm.Length..]
                .Split(',', StringSplitOptions.TrimEntries)
                .Select(part => part.Split('=', 2))
                .ToDictionary(part => part[0], part => part[1]);
            return new(parts["Credential"], parts["SignedHeaders"].Split(';'), parts["Signature"], Moment(date), TimeSpan.Zero);
        }

        private static DateTimeOffset Moment(string text) =>
            DateTimeOffset.ParseExact(text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }
}
