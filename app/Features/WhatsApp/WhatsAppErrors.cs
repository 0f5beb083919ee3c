using System.Globalization;
using System.Net;
using PmCrm.App.Features.Messages;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>
/// The API's error codes (https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes/). The code
/// decides, not the HTTP status. A message is given up only for an error that is documented as the recipient's. Every other error is
/// retried until the message expires, because an operator may fix the cause: a token, a phone number's id, a template or a payment.
/// </summary>
internal static class WhatsAppErrors
{
    public static MailAnswer Of(HttpStatusCode status, WhatsAppError? error, TimeSpan? retryAfter)
    {
        var reason = error?.Code is { } code
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)status} {code}")
            : ((int)status).ToString(CultureInfo.InvariantCulture);
        return error?.Code switch
        {
            { } number when IsUndeliverable(number) => new MailAnswer.Refused(reason, IsForEver: true),
            { } unwanted when IsUnwanted(unwanted) => new MailAnswer.Refused(reason),
            // This includes 100, any invalid parameter. A wrong id of the sender is one of them, and versions from 16.0 on send no
            // error_subcode that would tell it from the others.
            _ => new MailAnswer.Later(reason, retryAfter),
        };
    }

    /// <summary>
    /// Whether WhatsApp will not deliver to the number: 131026, undeliverable (the number does not use WhatsApp, or its owner has not
    /// accepted the terms or has an outdated version); 131021, the number is the sender's own.
    /// </summary>
    public static bool IsUndeliverable(int code) => code is 131026 or 131021;

    /// <summary>
    /// Whether the recipient does not get this message at all: a person who must write first (131047), who gets no more messages of this
    /// kind (130472, 131049), or who stopped such messages in WhatsApp (131050).
    /// </summary>
    private static bool IsUnwanted(int code) => code is 130472 or 131047 or 131049 or 131050;
}
