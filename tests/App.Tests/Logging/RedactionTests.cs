using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Logging;
using PmCrm.App.Logging;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Logging;

public sealed class RedactionTests
{
    private const string Secret = "planted-value-9";

    [Theory]
    [InlineData("could not reach postgresql://user:" + Secret + "@host/db")]
    [InlineData("Authorization: Bearer " + Secret)]
    [InlineData("password=" + Secret + ";Host=h")]
    [InlineData("""{"refreshToken":"planted-value-9","x":1}""")]
    [InlineData("sent to planted-value-9@example.com")]
    [InlineData("eyJhbGciOiJub25lIn0.planted-value-9.x")]
    [InlineData("GET /callback?code=" + Secret + "&state=1")]
    public void Texts_that_look_like_secrets_are_redacted(string text)
    {
        var clean = new Redaction([]).Clean(text);

        Assert.DoesNotContain(Secret, clean, StringComparison.Ordinal);
        Assert.Contains(Redaction.Mark, clean, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configured_secret_is_redacted_everywhere() =>
        Gen.Select(Gen.String, Gen.String)
            .Sample(
                (before, after) =>
                    Assert.DoesNotContain(Secret, new Redaction([Secret]).Clean(before + Secret + after), StringComparison.Ordinal)
            );

    [Fact]
    public void Names_of_secrets_are_recognized_in_any_case_and_within_longer_names() =>
        Gen.Select(
                Choice.Of(
                    "password",
                    "passwd",
                    "pwd",
                    "secret",
                    "token",
                    "authorization",
                    "cookie",
                    "apikey",
                    "api_key",
                    "api-key",
                    "code"
                ),
                Gen.Bool.Array[13],
                Gen.String[Gen.Char.AlphaNumeric, 0, 20],
                Choice.Of("=", ": ", "\":\"")
            )
            .Sample(
                (name, upper, before, between) =>
                {
                    var mixed = string.Concat(name.Select((letter, at) => upper[at] ? char.ToUpperInvariant(letter) : letter));
                    Assert.DoesNotContain(Secret, new Redaction([]).Clean($"{before} {mixed}{between}{Secret}"), StringComparison.Ordinal);
                }
            );

    [Fact]
    public void A_letter_that_only_looks_like_ASCII_does_not_prevent_redaction() =>
        // A case-insensitive pattern matches the Kelvin sign as k.
        Assert.DoesNotContain(Secret, new Redaction([]).Clean($"to\u212Aen={Secret}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("GET /v1/contacts/{id} 200 in 3.2 ms")]
    [InlineData("Migrated up 20261103_add_contacts")]
    public void Ordinary_text_is_not_redacted(string text) => Assert.Equal(text, new Redaction([Secret]).Clean(text));

    [Fact]
    public async Task A_line_is_one_JSON_object_with_time_level_message_and_properties()
    {
        var line = await Logged(logger => logger.LogWarning("Took {Ms} ms\nfor {Name}", 12, "x"));

        Assert.Equal("warn", line.GetProperty("level").GetString());
        Assert.Equal("Took 12 ms\nfor x", line.GetProperty("msg").GetString());
        Assert.Equal(12, line.GetProperty("ms").GetInt32());
        Assert.Equal("tests", line.GetProperty("logger").GetString());
        Assert.Equal(DateTimeKind.Utc, line.GetProperty("time").GetDateTime().Kind);
    }

    [Theory]
    [InlineData("Login of {Email}")]
    [InlineData("Sent {Authorization}")]
    [InlineData("With {UserPassword}")]
    [InlineData("Got {RequestBody}")]
    public async Task A_sensitive_property_is_in_neither_the_message_nor_the_properties(string template)
    {
#pragma warning disable CA2254 // this test is about the template
        var line = await Logged(logger => logger.LogInformation(template, Secret));
#pragma warning restore CA2254

        Assert.DoesNotContain(Secret, line.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_is_logged_redacted()
    {
        var line = await Logged(logger => logger.LogError(new InvalidOperationException($"password={Secret}"), "Failed"));

        Assert.DoesNotContain(Secret, line.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(nameof(InvalidOperationException), line.GetProperty("err").GetString(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> Logged(Action<ILogger> log)
    {
        using var output = new MemoryStream();
        var lines = new JsonLines(output);
        using (var provider = new JsonLoggerProvider(lines, new Redaction([]), null, TimeProvider.System))
            log(provider.CreateLogger("tests"));
        await lines.DisposeAsync();
        using var document = JsonDocument.Parse(Assert.Single(Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n')));
        return document.RootElement.Clone();
    }
}
