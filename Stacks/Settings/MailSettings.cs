using PmCrm.Contract;

namespace PmCrm.Stacks.Settings;

/// <summary>The mail service: one of the two keys is set.</summary>
/// <param name="Domain">Domain that mail is sent from.</param>
/// <param name="ResendApiKey">May edit the account at Resend.</param>
/// <param name="SendGridApiKey">May edit the account at SendGrid.</param>
public sealed record MailSettings(string Domain, SecretSetting? ResendApiKey, SecretSetting? SendGridApiKey)
{
    /// <summary>Sender of the application's mails.</summary>
    public string From => $"Personal CRM <no-reply@{Domain}>";

    /// <summary>The variable for the sending key; its name tells the application which service to use.</summary>
    public string KeyVariable => ResendApiKey is null ? AppVariables.SendGridApiKey : AppVariables.ResendApiKey;
}
