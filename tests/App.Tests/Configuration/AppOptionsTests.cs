using Microsoft.Extensions.Logging;
using PmCrm.App.Configuration;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

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
        var exception = Assert.Throws<EnvironmentException>(() =>
            Read(
                new()
                {
                    [AppVariables.DatabaseUrl] = $"mysql://u:{Password}@h/d",
                    [AppVariables.RedisUrl] = "",
                    [AppVariables.JwtSecret] = Password,
                    [AppVariables.Port] = "99999",
                    [AppVariables.LogLevel] = "loud",
                    [AppVariables.JwtAccessTokenExpiry] = "1 hour",
                    [AppVariables.GoogleClientId] = "planted-value-4",
                    [AppVariables.OtlpEndpoint] = "collector:4317",
                }
            )
        );

        string[] names =
        [
            AppVariables.DatabaseUrl,
            AppVariables.RedisUrl,
            AppVariables.JwtSecret,
            AppVariables.Port,
            AppVariables.LogLevel,
            AppVariables.JwtAccessTokenExpiry,
            AppVariables.GoogleClientSecret,
            AppVariables.OtlpEndpoint,
        ];
        Assert.Equal(names.Order(), exception.Problems.Select(problem => problem.Split(':')[0]).Order());
        Assert.All(names, name => Assert.Contains(name, exception.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("planted-value", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>All pods share the ConfigMap with the client id; only the backend gets the entry in the Secret.</summary>
    [Fact]
    public void A_command_without_sign_in_may_get_the_client_id_without_the_secret()
    {
        var options = AppOptionsReader.Read(name => name == AppVariables.GoogleClientId ? "google" : null, AppProcess.None);

        Assert.Null(options.Google);
    }

    [Fact]
    public void An_access_token_outliving_its_session_is_refused()
    {
        var exception = Assert.Throws<EnvironmentException>(() =>
            Read(new() { [AppVariables.JwtAccessTokenExpiry] = "2d", [AppVariables.JwtRefreshTokenExpiry] = "1d" })
        );

        Assert.Contains(AppVariables.JwtAccessTokenExpiry, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_secrets_to_redact_include_passwords_inside_urls_decoded()
    {
        var options = Read(new() { [AppVariables.DatabaseUrl] = "postgresql://u:planted%2Fvalue@h/d" });

        Assert.Contains("planted%2Fvalue", options.Secrets);
        Assert.Contains("planted/value", options.Secrets);
        Assert.Contains(TestEnvironment.JwtSecret, options.Secrets);
    }

    [Fact]
    public void Every_variable_that_is_read_is_in_the_contract_and_every_secret_of_the_contract_is_read()
    {
        var read = new HashSet<string>();
        AppOptionsReader.Read(
            name =>
            {
                read.Add(name);
                return null;
            },
            AppProcess.None
        );

        Assert.Subset(read, AppVariables.Secret.ToHashSet());
        Assert.Subset(AppVariables.All.Select(variable => variable.Name).ToHashSet(), read);
    }

    private static AppOptions Read(Dictionary<string, string?> changes)
    {
        var variables = TestEnvironment.Variables("postgresql://u@h/d", "redis://h");
        variables.Remove(AppVariables.LogLevel);
        foreach (var (name, value) in changes)
            variables[name] = value;
        return AppOptionsReader.Read(name => variables.GetValueOrDefault(name), AppProcess.Backend, needsTimeZones: true);
    }
}
