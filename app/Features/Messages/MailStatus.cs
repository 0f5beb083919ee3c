namespace PmCrm.App.Features.Messages;

/// <summary>How a mail ended.</summary>
public enum MailStatus
{
    /// <summary>The provider has it.</summary>
    Sent,

    /// <summary>The provider will never take it.</summary>
    Failed,

    /// <summary>It could not be sent while it was worth sending.</summary>
    Expired,

    /// <summary>Its address bounced, or its owner called a mail spam.</summary>
    Suppressed,

    /// <summary>The recipient's server refused it for good.</summary>
    Bounced,

    /// <summary>The recipient called it spam.</summary>
    Complained,
}

internal static class MailStatuses
{
    /// <summary>As the database and metrics have it.</summary>
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
