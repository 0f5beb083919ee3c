using System.Text.Json.Serialization;

namespace PmCrm.App.Features.Messages;

/// <summary>The messages that a person wants to get.</summary>
/// <param name="MailAvailable">Whether this deployment sends mail.</param>
/// <param name="MailReminders">Whether due reminders are sent by mail. They are sent only to a verified address.</param>
/// <param name="MailDigest">Whether a mail on Monday morning lists the events of the week.</param>
/// <param name="MailProblem">Why nothing is sent to the account's address: bounced or complained; null if there is no problem.</param>
public sealed record MessagePreferences(bool MailAvailable, bool MailReminders, bool MailDigest, string? MailProblem);

/// <summary>Members that are absent do not change.</summary>
/// <param name="MailReminders">Whether due reminders are sent by mail.</param>
/// <param name="MailDigest">Whether a mail on Monday morning lists the events of the week.</param>
public sealed record MessagePreferencesChange(bool? MailReminders = null, bool? MailDigest = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MessagePreferences))]
[JsonSerializable(typeof(MessagePreferencesChange))]
internal sealed partial class MessagesJson : JsonSerializerContext;
