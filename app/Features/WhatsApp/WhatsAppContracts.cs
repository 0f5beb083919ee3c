using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>The phone number for this account's WhatsApp reminders.</summary>
/// <param name="Available">Whether this deployment sends WhatsApp messages.</param>
/// <param name="Number">The number, as + and digits; null if there is none.</param>
/// <param name="Verified">Whether the number was verified with a code.</param>
/// <param name="Reminders">Whether due reminders are sent to the number.</param>
/// <param name="Problem">
/// Why nothing is sent to the number: undeliverable (WhatsApp cannot deliver to it) or stopped (by the button of a message or by a
/// message that says stop); null if there is no problem.
/// </param>
public sealed record WhatsAppChannel(bool Available, string? Number, bool Verified, bool Reminders, string? Problem);

/// <summary>A phone number to send reminders to.</summary>
/// <param name="Number">With + and the country code; spaces, hyphens and brackets are removed.</param>
public sealed record SetWhatsAppNumberRequest([property: Required, StringLength(40, MinimumLength = 8)] string Number);

/// <summary>Proves that the number belongs to the person.</summary>
/// <param name="Code">The six digits in the message.</param>
public sealed record VerifyWhatsAppNumberRequest(
    [property: Required, StringLength(6, MinimumLength = 6), RegularExpression("^[0-9]{6}$")] string Code
);

/// <summary>Members that are absent do not change.</summary>
/// <param name="Reminders">Whether due reminders are sent to the number.</param>
public sealed record WhatsAppChannelChange(bool? Reminders = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SetWhatsAppNumberRequest))]
[JsonSerializable(typeof(VerifyWhatsAppNumberRequest))]
[JsonSerializable(typeof(WhatsAppChannel))]
[JsonSerializable(typeof(WhatsAppChannelChange))]
internal sealed partial class WhatsAppJson : JsonSerializerContext;
