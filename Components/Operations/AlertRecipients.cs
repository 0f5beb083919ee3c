using Pulumi;

namespace PmCrm.Components.Operations;

/// <summary>Who is notified of an alert.</summary>
public sealed class AlertRecipients
{
    private AlertRecipients(Input<string>? email, IReadOnlyList<Input<string>> channels)
    {
        EmailAddress = email;
        Channels = channels;
    }

    /// <summary>Nobody: incidents are only visible in the console. An explicit choice, because nobody is woken.</summary>
    public static AlertRecipients Nobody { get; } = new(null, []);

    /// <summary>Address that gets mail; null when other channels are used.</summary>
    public Input<string>? EmailAddress { get; }

    /// <summary>Names of notification channels that exist already, such as a pager's.</summary>
    public IReadOnlyList<Input<string>> Channels { get; }

    /// <summary>Mail to one address.</summary>
    public static AlertRecipients Email(Input<string> address) => new(address, []);

    /// <summary>Notification channels that exist already: <c>projects/PROJECT/notificationChannels/NUMBER</c>.</summary>
    public static AlertRecipients ExistingChannels(params Input<string>[] names) => new(null, names);
}
