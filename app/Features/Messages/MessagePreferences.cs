using System.Text.Json.Serialization;

namespace PmCrm.App.Features.Messages;

/// <summary>What a person wants to be told, and how.</summary>
/// <param name="MailAvailable">Whether this deployment sends mail.</param>
/// <param name="MailReminders">Whether a reminder that comes due is sent by mail. It is sent to a verified address only.</param>
/// <param name="MailDigest">Whether a mail says on Monday morning what the week has.</param>
/// <param name="MailProblem">Why nothing is sent to the account's address: bounced or complained; null where it is.</param>
public sealed record MessagePreferences(bool MailAvailable, bool MailReminders, bool MailDigest, string? MailProblem);

/// <summary>What is absent stays as it is.</summary>
/// <param name="MailReminders">Whether a reminder that comes due is sent by mail.</param>
/// <param name="MailDigest">Whether a mail says on Monday morning what the week has.</param>
public sealed record MessagePreferencesChange(bool? MailReminders = null, bool? MailDigest = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MessagePreferences))]
[JsonSerializable(typeof(MessagePreferencesChange))]
internal sealed partial class MessagesJson : JsonSerializerContext;
