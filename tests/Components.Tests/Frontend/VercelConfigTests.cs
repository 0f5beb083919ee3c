using System.Text.Json;
using PmCrm.Components.Frontend;

namespace PmCrm.Components.Tests.Frontend;

public sealed class VercelConfigTests
{
    [Fact]
    public void Functions_run_in_Frankfurt_and_Paris() =>
        Assert.Equal(["fra1", "cdg1"], Written().GetProperty("regions").EnumerateArray().Select(region => region.GetString()));

    [Fact]
    public void Frontend_knows_the_backend() =>
        Assert.Equal("https://api.example.test", Written().GetProperty("env").GetProperty("NEXT_PUBLIC_API_URL").GetString());

    [Fact]
    public void Builds_are_for_production() =>
        Assert.Equal("production", Written().GetProperty("build").GetProperty("env").GetProperty("NODE_ENV").GetString());

    [Fact]
    public void Every_page_carries_the_three_security_headers()
    {
        var rule = Assert.Single(Written().GetProperty("headers").EnumerateArray());
        Assert.Equal("/(.*)", rule.GetProperty("source").GetString());
        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["X-Content-Type-Options"] = "nosniff",
                ["X-Frame-Options"] = "DENY",
                ["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains",
            },
            rule.GetProperty("headers")
                .EnumerateArray()
                .ToDictionary(header => header.GetProperty("key").GetString()!, header => header.GetProperty("value").GetString())
        );
    }

    [Fact]
    public void The_file_is_of_version_2_and_holds_nothing_else()
    {
        Assert.Equal(2, Written().GetProperty("version").GetInt32());
        Assert.Equal(["version", "regions", "env", "build", "headers"], Written().EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void The_same_settings_give_the_same_bytes_ending_in_one_line_break()
    {
        var text = VercelConfig.Write(new Uri("https://api.example.test"));
        Assert.Equal(text, VercelConfig.Write(new Uri("https://api.example.test")));
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_obeys_its_schema() =>
        Assert.Empty(VercelSchema.ProblemsWith(VercelConfig.Write(new Uri("https://api.example.test"))));

    [Theory]
    [InlineData("""{"version":1,"regions":["fra1"],"env":{},"headers":[]}""", "$.version")]
    [InlineData("""{"version":2,"regions":["iad1"],"env":{},"headers":[]}""", "$.regions[0]")]
    [InlineData("""{"version":2,"regions":["fra1"],"env":{"A":1},"headers":[]}""", "$.env.A")]
    [InlineData("""{"version":2,"regions":["fra1"],"env":{},"headers":[{"source":"x","headers":[]}]}""", "$.headers[0].source")]
    [InlineData("""{"version":2,"regions":["fra1"],"env":{},"headers":[{"headers":[]}]}""", "$.headers[0]")]
    [InlineData("""{"version":2,"regions":["fra1"],"env":{},"headers":[],"routes":[]}""", "$.routes")]
    public void The_schema_finds_what_is_wrong(string text, string where) =>
        Assert.Contains(VercelSchema.ProblemsWith(text), problem => problem.StartsWith(where + ":", StringComparison.Ordinal));

    [Theory]
    [InlineData("http://api.example.test")]
    [InlineData("https://api.example.test/")]
    [InlineData("https://api.example.test/v1")]
    [InlineData("api.example.test")]
    public void Value_that_is_not_a_backends_URL_is_refused(string apiUrl)
    {
        var refusal = Assert.Throws<ArgumentException>(() => VercelConfig.Write(new Uri(apiUrl, UriKind.RelativeOrAbsolute)));
        Assert.Contains($"apiUrl: '{apiUrl}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_reported_at_once()
    {
        var refusal = Assert.Throws<ArgumentException>(() => VercelConfig.Write(new Uri("http://api.example.test"), ["iad1"]));
        Assert.Contains("apiUrl:", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("regions: 'iad1'", refusal.Message, StringComparison.Ordinal);
    }

    private static JsonElement Written() => JsonDocument.Parse(VercelConfig.Write(new Uri("https://api.example.test"))).RootElement;
}
