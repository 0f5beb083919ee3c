namespace PmCrm.Stacks.Settings;

/// <summary>Reads the mail settings.</summary>
internal static class MailReader
{
    private const string HostKey = "mailHost";
    private const string DomainKey = "mailDomain";
    private const string ResendTokenKey = "resendApiKey";
    private const string SendGridTokenKey = "sendgridApiKey";

    /// <summary>Reads required settings: adds a problem when no mail service is chosen.</summary>
    public static MailSettings Read(SettingsReader reader, EdgeSettings edge)
    {
        var domain = reader.Host(DomainKey);
        if (domain.Length > 0 && edge.Domain.Length > 0 && !domain.EndsWith($".{edge.Domain}", StringComparison.Ordinal))
            reader.Refuse(DomainKey, $"a domain below {reader.Full("domain")}, which is {edge.Domain}");
        var isResend = MvpReader.IsFirst(reader, HostKey, ("resend", [ResendTokenKey]), ("sendgrid", [SendGridTokenKey]));
        return new MailSettings(
            domain,
            isResend is true ? reader.Secret(ResendTokenKey, TokenForm.Resend) : null,
            isResend is false ? reader.Secret(SendGridTokenKey, TokenForm.SendGrid) : null
        );
    }

    /// <returns>Null where none of the keys is set: the environment sends no mail.</returns>
    public static MailSettings? ReadOptional(SettingsReader reader, EdgeSettings edge)
    {
        // Every key is read, so that the topology knows its keys.
        string[] keys = [HostKey, DomainKey, ResendTokenKey, SendGridTokenKey];
        return Array.ConvertAll(keys, reader.Has).Contains(true) ? Read(reader, edge) : null;
    }
}
