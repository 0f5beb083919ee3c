using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>The phone number that this account's reminders go to by WhatsApp.</summary>
/// <param name="Available">Whether this deployment sends messages by WhatsApp.</param>
/// <param name="Number">The number, as + and digits; null where there is none.</param>
/// <param name="Verified">Whether the code that was sent to the number came back.</param>
/// <param name="Reminders">Whether a reminder that comes due is sent to the number.</param>
/// <param name="Problem">
/// Why nothing is sent to the number: undeliverable (WhatsApp cannot deliver to it) or stopped (by the button of a message); null where it
/// is.
/// </param>
public sealed record WhatsAppChannel(bool Available, string? Number, bool Verified, bool Reminders, string? Problem);

/// <summary>A phone number to send reminders to.</summary>
/// <param name="Number">With + and the country's code; blanks, hyphens and brackets are left out.</param>
public sealed record SetWhatsAppNumberRequest([property: Required, StringLength(40, MinimumLength = 8)] string Number);

/// <summary>What shows that the number is the person's.</summary>
/// <param name="Code">The six digits of the message.</param>
public sealed record VerifyWhatsAppNumberRequest(
    [property: Required, StringLength(6, MinimumLength = 6), RegularExpression("^[0-9]{6}$")] string Code
);

/// <summary>What is absent stays as it is.</summary>
/// <param name="Reminders">Whether a reminder that comes due is sent to the number.</param>
public sealed record WhatsAppChannelChange(bool? Reminders = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SetWhatsAppNumberRequest))]
[JsonSerializable(typeof(VerifyWhatsAppNumberRequest))]
[JsonSerializable(typeof(WhatsAppChannel))]
[JsonSerializable(typeof(WhatsAppChannelChange))]
internal sealed partial class WhatsAppJson : JsonSerializerContext;
