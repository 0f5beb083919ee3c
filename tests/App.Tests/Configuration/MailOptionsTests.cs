using PmCrm.App.Configuration;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Configuration;

public sealed class MailOptionsTests
{
    [Theory]
    [InlineData("hello@mail.example.com", "hello@mail.example.com", null)]
    [InlineData("My CRM <hello@mail.example.com>", "hello@mail.example.com", "My CRM")]
    public void A_sender_is_an_address_with_or_without_a_name(string from, string address, string? name)
    {
        var mail = Read(new() { [AppVariables.MailFrom] = from, [AppVariables.ResendApiKey] = "planted-value-1" }).Mail!;

        Assert.Equal((new MailSender(address, name), MailService.Resend, "planted-value-1"), (mail.From, mail.Service, mail.ApiKey));
        Assert.Equal(from, mail.From.ToString());
    }

    [Theory]
    [InlineData("no address", "MAIL_FROM")]
    [InlineData("\"Quoted, name\" <hello@mail.example.com>", "MAIL_FROM")]
    [InlineData("a@b.example, c@d.example", "MAIL_FROM")]
    [InlineData("a@b.example\r\nBcc: c@d.example", "MAIL_FROM")]
    public void An_invalid_sender_is_refused(string from, string variable) =>
        Refused(new() { [AppVariables.MailFrom] = from, [AppVariables.ResendApiKey] = "planted-value-1" }, variable);

    [Fact]
    public void Two_services_are_refused() =>
        Refused(
            new()
            {
                [AppVariables.MailFrom] = "hello@mail.example.com",
                [AppVariables.ResendApiKey] = "planted-value-1",
                [AppVariables.SendGridApiKey] = "planted-value-2",
            },
            AppVariables.SendGridApiKey
        );

    [Fact]
    public void A_key_needs_a_sender_and_the_worker_with_a_sender_a_key()
    {
        Refused(new() { [AppVariables.SendGridApiKey] = "planted-value-1" }, AppVariables.MailFrom);
        Refused(new() { [AppVariables.MailFrom] = "hello@mail.example.com" }, AppVariables.ResendApiKey);
        var backend = AppOptionsReader.Read(
            name => name == AppVariables.MailFrom ? "hello@mail.example.com" : null,
            AppProcess.None,
            needsTimeZones: false
        );
        Assert.NotNull(backend.Mail);
    }

    [Theory]
    [InlineData(AppVariables.ResendWebhookSecret, "planted-value")]
    [InlineData(AppVariables.ResendWebhookSecret, "whsec_planted-value")]
    [InlineData(AppVariables.ResendWebhookSecret, "whsec_YQ==")]
    [InlineData(AppVariables.SendGridWebhookKey, "planted-value")]
    [InlineData(AppVariables.SendGridWebhookKey, "cGxhbnRlZC12YWx1ZQ==")]
    public void An_invalid_webhook_key_is_refused(string variable, string value) =>
        Refused(
            new()
            {
                [AppVariables.MailFrom] = "hello@mail.example.com",
                [AppVariables.ResendApiKey] = "planted-value-1",
                [variable] = value,
            },
            variable
        );

    private static void Refused(Dictionary<string, string?> variables, string variable)
    {
        var exception = Assert.Throws<EnvironmentException>(() => Read(variables));
        Assert.StartsWith(variable + ":", Assert.Single(exception.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain("planted-value", exception.Message, StringComparison.Ordinal);
    }

    private static AppOptions Read(Dictionary<string, string?> variables)
    {
        var all = Fixtures.TestEnvironment.Variables("postgresql://nobody@127.0.0.1:1/none", "redis://127.0.0.1:1");
        foreach (var (name, value) in variables)
            all[name] = value;
        return AppOptionsReader.Read(all.GetValueOrDefault, AppProcess.Worker);
    }
}
