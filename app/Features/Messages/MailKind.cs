namespace PmCrm.App.Features.Messages;

/// <summary>What a mail is about.</summary>
public enum MailKind
{
    /// <summary>A link that verifies an address.</summary>
    Verification,

    /// <summary>A link that sets a new password.</summary>
    PasswordReset,

    /// <summary>A link that confirms a new address of the account.</summary>
    AddressChange,

    /// <summary>An event of the account that its owner must know of.</summary>
    Notice,

    /// <summary>A reminder that came due.</summary>
    Reminder,

    /// <summary>An overview of the coming week.</summary>
    Digest,
}

internal static class MailKinds
{
    /// <summary>The name of each kind.</summary>
    public static string[] Names { get; } = [.. Enum.GetValues<MailKind>().Select(Name)];

    /// <summary>The name in the database and in metrics.</summary>
    public static string Name(this MailKind kind) =>
        kind switch
        {
            MailKind.Verification => "verification",
            MailKind.PasswordReset => "password_reset",
            MailKind.AddressChange => "address_change",
            MailKind.Notice => "notice",
            MailKind.Reminder => "reminder",
            MailKind.Digest => "digest",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };

    /// <exception cref="InvalidOperationException">No kind has this name.</exception>
    public static MailKind Parse(string name) =>
        Enum.GetValues<MailKind>().Cast<MailKind?>().FirstOrDefault(kind => kind!.Value.Name() == name)
        ?? throw new InvalidOperationException($"There is no mail of the kind {name}.");

    /// <summary>Whether it is sent regularly and can be unsubscribed from; the other kinds answer an action of the person.</summary>
    public static bool IsSubscription(this MailKind kind) => kind is MailKind.Reminder or MailKind.Digest;
}
