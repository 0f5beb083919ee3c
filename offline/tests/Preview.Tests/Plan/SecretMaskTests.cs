using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Tests.Plan;

public sealed class SecretMaskTests
{
    private static readonly SecretMask Mask = new(["planted-value-1", "planted-value-1-longer", "p\"l a/nted\n2"]);

    [Theory]
    [InlineData("nothing here", "nothing here")]
    [InlineData("planted-value-1", "[secret]")]
    [InlineData("a planted-value-1 and planted-value-1-longer.", "a [secret] and [secret].")]
    [InlineData("cGxhbnRlZC12YWx1ZS0x", "[secret]")]
    [InlineData("{\"k\":\"p\\\"l a/nted\\n2\"}", "{\"k\":\"[secret]\"}")]
    [InlineData("https://h/?t=p%22l%20a%2Fnted%0A2", "https://h/?t=[secret]")]
    public void Secrets_disappear_from_texts_in_every_common_encoding(string text, string expected)
    {
        Assert.Equal(expected, Mask.Apply(text));
    }

    [Fact]
    public void A_text_that_is_public_anyway_stays_readable()
    {
        Assert.Equal("env=production", new SecretMask(["production"], open: ["production"]).Apply("env=production"));
    }

    [Theory]
    [InlineData("https://api.shop.example")]
    [InlineData("api.shop.example:")]
    public void A_text_made_of_public_texts_only_is_not_masked(string text)
    {
        Assert.Equal($"see {text}", new SecretMask([text], open: ["api.shop.example"]).Apply($"see {text}"));
    }

    [Fact]
    public void A_secret_that_contains_a_public_text_is_still_a_secret()
    {
        Assert.Equal("[secret]", new SecretMask(["planted-value-1"], open: ["planted", "value"]).Apply("planted-value-1"));
    }

    [Fact]
    public void Fingerprints_are_equal_for_equal_texts_and_tell_nothing_else()
    {
        Assert.Equal(SecretMask.Fingerprint("planted-value-1"), SecretMask.Fingerprint("planted-value-1"));
        Assert.NotEqual(SecretMask.Fingerprint("planted-value-1"), SecretMask.Fingerprint("planted-value-2"));
        Assert.DoesNotContain("planted", SecretMask.Fingerprint("planted-value-1"), StringComparison.Ordinal);
    }
}
