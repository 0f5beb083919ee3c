using PmCrm.App.Configuration;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Configuration;

public sealed class WhatsAppOptionsTests
{
    [Fact]
    public void A_token_needs_a_sender_and_the_worker_with_a_sender_a_token()
    {
        Refused(new() { [AppVariables.WhatsAppApiToken] = "planted-value-1" }, AppVariables.WhatsAppPhoneNumberId);
        Refused(new() { [AppVariables.WhatsAppPhoneNumberId] = "106540352242922" }, AppVariables.WhatsAppApiToken);
        var backend = AppOptionsReader.Read(
            name => name == AppVariables.WhatsAppPhoneNumberId ? "106540352242922" : null,
            AppProcess.None,
            needsTimeZones: false
        );
        Assert.Equal(new WhatsAppOptions("106540352242922", null, null, null), backend.WhatsApp);
    }

    [Theory]
    [InlineData(AppVariables.WhatsAppPhoneNumberId, "+49 170 1234567")]
    [InlineData(AppVariables.WhatsAppPhoneNumberId, "../../v1/me")]
    [InlineData(AppVariables.WhatsAppPhoneNumberId, "1234567890123456789012345678901")]
    [InlineData(AppVariables.WhatsAppApiToken, "planted-value\r\nX: 1")]
    [InlineData(AppVariables.WhatsAppAppSecret, "planted-value")]
    [InlineData(AppVariables.WhatsAppVerifyToken, "planted-value")]
    public void An_invalid_value_is_refused(string variable, string value) =>
        Refused(
            new()
            {
                [AppVariables.WhatsAppPhoneNumberId] = "106540352242922",
                [AppVariables.WhatsAppApiToken] = "planted-value-1",
                [variable] = value,
            },
            variable
        );

    private static void Refused(Dictionary<string, string?> variables, string variable)
    {
        var all = Fixtures.TestEnvironment.Variables("postgresql://nobody@127.0.0.1:1/none", "redis://127.0.0.1:1");
        foreach (var (name, value) in variables)
            all[name] = value;
        var exception = Assert.Throws<EnvironmentException>(() => AppOptionsReader.Read(all.GetValueOrDefault, AppProcess.Worker));
        Assert.StartsWith(variable + ":", Assert.Single(exception.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain("planted-value", exception.Message, StringComparison.Ordinal);
    }
}
