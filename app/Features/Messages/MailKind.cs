namespace PmCrm.App.Features.Messages;

/// <summary>What a mail is about.</summary>
public enum MailKind
{
    /// <summary>A link that shows that an address is its owner's.</summary>
    Verification,

    /// <summary>A link that sets a new password.</summary>
    PasswordReset,

    /// <summary>A link that makes an address the account's.</summary>
    AddressChange,

    /// <summary>Something that happened to the account, which its owner must know.</summary>
    Notice,

    /// <summary>A reminder that came due.</summary>
    Reminder,

    /// <summary>What the coming week has.</summary>
    Digest,
}

internal static class MailKinds
{
    /// <summary>As the database and metrics have it.</summary>
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

    /// <summary>Whether it comes again and again, and can be unsubscribed; the others answer what the person did.</summary>
    public static bool IsSubscription(this MailKind kind) => kind is MailKind.Reminder or MailKind.Digest;
}
