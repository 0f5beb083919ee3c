namespace PmCrm.App.Features.Messages;

/// <summary>The final state of a mail.</summary>
public enum MailStatus
{
    /// <summary>The provider accepted it.</summary>
    Sent,

    /// <summary>The provider will never accept it.</summary>
    Failed,

    /// <summary>It expired before it could be sent.</summary>
    Expired,

    /// <summary>Not sent: its address bounced earlier, or its owner marked a mail as spam.</summary>
    Suppressed,

    /// <summary>The recipient's server refused it permanently.</summary>
    Bounced,

    /// <summary>The recipient marked it as spam.</summary>
    Complained,
}

internal static class MailStatuses
{
    /// <summary>The name in the database and in metrics.</summary>
    public static string Name(this MailStatus status) =>
        status switch
        {
            MailStatus.Sent => "sent",
            MailStatus.Failed => "failed",
            MailStatus.Expired => "expired",
            MailStatus.Suppressed => "suppressed",
            MailStatus.Bounced => "bounced",
            MailStatus.Complained => "complained",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
        };
}
