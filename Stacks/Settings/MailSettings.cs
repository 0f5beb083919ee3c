using PmCrm.Contract;

namespace PmCrm.Stacks.Settings;

/// <summary>Who sends mail: one of the two keys is set.</summary>
/// <param name="Domain">Domain that mail is sent from.</param>
/// <param name="ResendApiKey">May edit the account at Resend.</param>
/// <param name="SendGridApiKey">May edit the account at SendGrid.</param>
public sealed record MailSettings(string Domain, SecretSetting? ResendApiKey, SecretSetting? SendGridApiKey)
{
    /// <summary>Sender of the application's mails.</summary>
    public string From => $"Personal CRM <no-reply@{Domain}>";

    /// <summary>The variable that has the sending key: whose it is tells the application whom to ask.</summary>
    public string KeyVariable => ResendApiKey is null ? AppVariables.SendGridApiKey : AppVariables.ResendApiKey;
}
