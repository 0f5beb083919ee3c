namespace PmCrm.Stacks.Tests.Settings;

/// <summary>A token in a wrong format is refused before an update uses it, and is never shown.</summary>
public sealed class TokenFormTests
{
    private static readonly string Hex = new('0', 40);

    public static TheoryData<string, string, string> Wrong =>
        new()
        {
            { "renderApiKey", "rnd planted", "without spaces or line breaks" },
            { "neonApiKey", "planted\n", "without spaces or line breaks" },
            { "upstashApiKey", "planted\u00a0", "without spaces or line breaks" },
            { "betterStackUptimeToken", "\tplanted", "without spaces or line breaks" },
            { "betterStackLogsToken", "planted planted", "without spaces or line breaks" },
            { "registryToken", "planted\r\n", "without spaces or line breaks" },
            { "resendApiKey", "planted", "begins with re_" },
            { "resendApiKey", "re_planted\n", "begins with re_" },
            { "cloudflareApiToken", "planted", "40 to 80" },
            { "cloudflareApiToken", $"cfk_planted{Hex}", "global key" },
            { "vercelApiToken", "planted", "24 letters and digits" },
            { "vercelApiToken", $"planted{Hex} ", "24 letters and digits" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Token_that_cannot_be_the_providers_is_refused_without_being_shown(string key, string value, string accepted)
    {
        var problem = ProblemOf(key, value);
        Assert.StartsWith(
            $"pmcrm:{key} has a wrong value, not shown because it is a secret; accepted: ",
            problem,
            StringComparison.Ordinal
        );
        Assert.Contains(accepted, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_of_the_alternatives_have_forms_too()
    {
        var builder = Alternatives()
            .With("sendgridApiKey", "SG.planted")
            .With("supabaseAccessToken", "sbp_planted")
            .With("railwayToken", "planted planted");
        var problems = ProblemsOf(builder);
        Assert.Equal(3, problems.Count);
        Assert.Contains(problems, problem => problem.Contains("69 characters that begin with SG.", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("sbp_ and 40 hexadecimal digits", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("pmcrm:railwayToken", StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.DoesNotContain("planted", problem, StringComparison.Ordinal));
    }

    public static TheoryData<string, string> Right =>
        new()
        {
            { "cloudflareApiToken", $"cfut_{Hex}abcdef12" },
            { "cloudflareApiToken", $"cfat_{Hex}abcdef12" },
            { "cloudflareApiToken", Hex },
            { "vercelApiToken", $"vcp_{Hex}" },
            { "vercelApiToken", new string('A', 24) },
            { "resendApiKey", "re_abc_DEF-123" },
            // Neon's older format, without a prefix.
            { "neonApiKey", new string('a', 64) },
        };

    [Theory]
    [MemberData(nameof(Right))]
    public void Token_of_a_form_that_the_provider_documents_is_accepted(string key, string value) =>
        Assert.Empty(ProblemsOf(new SettingsBuilder("mvp").With(key, value)));

    [Fact]
    public void Offline_preview_that_knows_no_token_refuses_none()
    {
        var standIn = PmCrm.Preview.Project.SecretPlaceholder.For("pmcrm:resendApiKey", "v1:ciphertext", type: null).Text;
        Assert.Empty(ProblemsOf(new SettingsBuilder("mvp").With("resendApiKey", standIn).With("cloudflareApiToken", standIn)));
        var longest = PmCrm.Preview.Project.SecretPlaceholder.For($"pmcrm:{new string('k', 60)}", "v1:ciphertext", type: null).Text;
        Assert.Empty(ProblemsOf(new SettingsBuilder("mvp").With("vercelApiToken", longest)));
    }

    private static string ProblemOf(string key, string value) => Assert.Single(ProblemsOf(new SettingsBuilder("mvp").With(key, value)));

    private static IReadOnlyList<string> ProblemsOf(SettingsBuilder builder)
    {
        try
        {
            PmCrm.Stacks.Settings.MvpSettings.Read("mvp", builder);
            return [];
        }
        catch (PmCrm.Stacks.Settings.SettingsException exception)
        {
            return exception.Problems;
        }
    }

    private static SettingsBuilder Alternatives() => new("mvp", Mvp.MvpAlternatives.Choose);
}
