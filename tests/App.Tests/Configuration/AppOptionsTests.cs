using Microsoft.Extensions.Logging;
using PmCrm.App.Configuration;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Configuration;

public sealed class AppOptionsTests
{
    private const string Password = "planted-value-3";

    [Fact]
    public void A_minimal_environment_has_the_documented_defaults()
    {
        var options = Read([]);

        Assert.Equal(3000, options.Port);
        Assert.Equal(LogLevel.Information, options.LogLevel);
        Assert.Equal(TimeSpan.FromHours(1), options.Tokens.AccessLifetime);
        Assert.Equal(TimeSpan.FromDays(30), options.Tokens.SessionLifetime);
        Assert.Equal(options.Database, options.DirectDatabase);
        Assert.Null(options.Google);
        Assert.Equal(0, options.TrustedProxyHops);
    }

    [Fact]
    public void Every_problem_is_listed_at_once_by_name_and_without_a_value()
    {
        var exception = Assert.Throws<EnvironmentException>(() => Read(new()
        {
            [Variables.DatabaseUrl] = $"mysql://u:{Password}@h/d",
            [Variables.RedisUrl] = "",
            [Variables.JwtSecret] = Password,
            [Variables.Port] = "99999",
            [Variables.LogLevel] = "loud",
            [Variables.JwtAccessTokenExpiry] = "1 hour",
            [Variables.GoogleClientId] = "planted-value-4",
            [Variables.OtlpEndpoint] = "collector:4317",
        }));

        string[] names =
        [
            Variables.DatabaseUrl, Variables.RedisUrl, Variables.JwtSecret, Variables.Port, Variables.LogLevel, Variables.JwtAccessTokenExpiry,
            Variables.GoogleClientSecret, Variables.OtlpEndpoint,
        ];
        Assert.Equal(names.Order(), exception.Problems.Select(problem => problem.Split(':')[0]).Order());
        Assert.All(names, name => Assert.Contains(name, exception.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("planted-value", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>The pods share a ConfigMap, which has the client's id; the Secret's entry is the backend's alone.</summary>
    [Fact]
    public void A_command_that_signs_nobody_in_may_be_told_a_clients_id_without_its_secret()
    {
        var options = AppOptionsReader.Read(name => name == Variables.GoogleClientId ? "google" : null, Needs.Nothing);

        Assert.Null(options.Google);
    }

    [Fact]
    public void An_access_token_outliving_its_session_is_refused()
    {
        var exception = Assert.Throws<EnvironmentException>(() => Read(new()
        {
            [Variables.JwtAccessTokenExpiry] = "2d",
            [Variables.JwtRefreshTokenExpiry] = "1d",
        }));

        Assert.Contains(Variables.JwtAccessTokenExpiry, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_secrets_to_redact_include_passwords_inside_urls_decoded()
    {
        var options = Read(new() { [Variables.DatabaseUrl] = "postgresql://u:planted%2Fvalue@h/d" });

        Assert.Contains("planted%2Fvalue", options.Secrets);
        Assert.Contains("planted/value", options.Secrets);
        Assert.Contains(TestEnvironment.JwtSecret, options.Secrets);
    }

    [Fact]
    public void Every_secret_variable_is_one_that_is_read()
    {
        var read = new HashSet<string>();
        AppOptionsReader.Read(name =>
        {
            read.Add(name);
            return null;
        }, Needs.Nothing);

        Assert.Subset(read, Variables.Secret.ToHashSet());
    }

    private static AppOptions Read(Dictionary<string, string?> changes)
    {
        var variables = TestEnvironment.Variables("postgresql://u@h/d", "redis://h");
        variables.Remove(Variables.LogLevel);
        foreach (var (name, value) in changes) variables[name] = value;
        return AppOptionsReader.Read(name => variables.GetValueOrDefault(name), Needs.Everything);
    }
}
