using System.Text;
using OtpNet;
using PmCrm.App.Features.Auth;

namespace PmCrm.App.Tests.Auth;

/// <summary>Codes and times from RFC 6238, Appendix B (SHA-1). Its codes have eight digits; an application shows the last six.</summary>
public sealed class SecondFactorCodeTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59, "94287082", 1)]
    [InlineData(1111111109, "07081804", 37037036)]
    [InlineData(1111111111, "14050471", 37037037)]
    [InlineData(1234567890, "89005924", 41152263)]
    [InlineData(2000000000, "69279037", 66666666)]
    [InlineData(20000000000, "65353130", 666666666)]
    public void The_codes_of_the_standard_are_accepted_at_their_times(long seconds, string code, long step)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds);

        Assert.Equal(step, SecondFactorCode.Step(Secret, code[2..], time));
        Assert.Equal(step, SecondFactorCode.Step(Secret, $" {code[2..5]} {code[5..]}-", time));
        Assert.Null(SecondFactorCode.Step(Secret, code, time));
        Assert.Null(SecondFactorCode.Step([.. Secret.Reverse()], code[2..], time));
    }

    [Theory]
    [InlineData(-30, true)]
    [InlineData(30, true)]
    [InlineData(-60, false)]
    [InlineData(60, false)]
    public void A_code_is_valid_one_step_early_and_one_step_late(int seconds, bool isGood) =>
        Assert.Equal(
            isGood ? 37037037 : null,
            SecondFactorCode.Step(Secret, "050471", DateTimeOffset.FromUnixTimeSeconds(1111111111 + seconds))
        );

    [Theory]
    [InlineData("")]
    [InlineData("05047")]
    [InlineData("0504711")]
    [InlineData("٠٥٠٤٧١")]
    [InlineData("+50471")]
    [InlineData("05047x")]
    public void A_text_without_six_digits_is_not_a_code(string code) =>
        Assert.Null(SecondFactorCode.Step(Secret, code, DateTimeOffset.FromUnixTimeSeconds(1111111111)));

    [Fact]
    public void The_authenticator_URI_contains_the_secret_the_account_and_the_service()
    {
        var uri = SecondFactorCode.Uri(Secret, "ada+crm@example.com");

        Assert.StartsWith("otpauth://totp/pmcrm:ada%2Bcrm%40example.com?", uri, StringComparison.Ordinal);
        Assert.Contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", uri, StringComparison.Ordinal);
        Assert.Equal(Secret, Base32Encoding.ToBytes(SecondFactorCode.Text(Secret)));
    }

    [Fact]
    public void Recovery_codes_are_unique_and_accepted_in_any_spelling()
    {
        var codes = Enumerable.Range(0, 1000).Select(_ => SecondFactorCode.NewRecoveryCode()).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^[A-Z2-7]{6}(-[A-Z2-7]{6}){3}$", code));
        Assert.Equal(
            SecondFactorCode.Hash(codes[0]),
            SecondFactorCode.Hash(codes[0].Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant())
        );
        Assert.All(codes, code => Assert.InRange(code.Length, 6, SecondFactorCode.MaxLength));
    }
}
