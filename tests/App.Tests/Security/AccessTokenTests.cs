using System.Buffers.Text;
using System.Text;
using CsCheck;
using PmCrm.App.Configuration;
using PmCrm.App.Security;

namespace PmCrm.App.Tests.Security;

public sealed class AccessTokenTests
{
    private const string Old = "planted-value-7-that-signed-before-the-rotation";
    private const string New = "planted-value-8-that-signs-after-the-rotation";
    private static readonly AccessToken Somebody = new(Guid.CreateVersion7(), Guid.CreateVersion7());

    [Fact]
    public async Task A_token_contains_its_user() => Assert.Equal(Somebody, await Tokens([New]).Verify(Tokens([New]).Issue(Somebody)));

    [Fact]
    public async Task A_token_signed_with_the_previous_secret_still_verifies()
    {
        var token = Tokens([Old]).Issue(Somebody);

        Assert.Equal(Somebody, await Tokens([New, Old]).Verify(token));
        Assert.Null(await Tokens([New]).Verify(token));
    }

    [Fact]
    public async Task A_token_expires_at_its_expiry_second()
    {
        var clock = new ManualClock();
        var tokens = Tokens([New], clock);
        var token = tokens.Issue(Somebody);

        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.NotNull(await tokens.Verify(token));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await tokens.Verify(token));
    }

    [Fact]
    public async Task Beyond_the_caches_size_each_token_gives_its_own_user_until_it_expires()
    {
        var clock = new ManualClock();
        var tokens = Tokens([New], clock);
        var people = Enumerable.Range(0, 5_200).Select(_ => new AccessToken(Guid.NewGuid(), Guid.NewGuid())).ToList();
        var issued = people.ConvertAll(tokens.Issue);

        for (var round = 0; round < 2; round++)
        for (var i = 0; i < people.Count; i += 1 + round * 40)
            Assert.Equal(people[i], await tokens.Verify(issued[i]));
        clock.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < people.Count; i += 40)
            Assert.Null(await tokens.Verify(issued[i]));
    }

    [Theory]
    [InlineData("""{"alg":"none","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS512","typ":"JWT"}""")]
    [InlineData("""{"alg":"RS256","typ":"JWT"}""")]
    public async Task A_header_cannot_choose_another_algorithm(string header)
    {
        var parts = Tokens([New]).Issue(Somebody).Split('.');
        var forged = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header));

        Assert.Null(await Tokens([New]).Verify($"{forged}.{parts[1]}.{parts[2]}"));
        Assert.Null(await Tokens([New]).Verify($"{forged}.{parts[1]}."));
    }

    [Fact]
    public async Task No_text_that_we_did_not_sign_is_accepted()
    {
        var tokens = Tokens([New]);
        var token = tokens.Issue(Somebody);

        await Gen.Select(Gen.Int[0, token.Length - 1], Gen.Char.AlphaNumeric)
            .SampleAsync(
                async (at, letter) =>
                {
                    // The last character of a base64url segment contains unused bits.
                    var changed = token[..at] + letter + token[(at + 1)..];
                    Assert.True(changed == token || at == token.Length - 1 || await tokens.Verify(changed) is null, changed);
                }
            );
    }

    private static AccessTokens Tokens(string[] secrets, TimeProvider? clock = null) =>
        new(new TokenOptions(secrets, TimeSpan.FromHours(1), TimeSpan.FromDays(30)), clock ?? TimeProvider.System);

    private sealed class ManualClock : TimeProvider
    {
        private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public void Advance(TimeSpan time) => now += time;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
