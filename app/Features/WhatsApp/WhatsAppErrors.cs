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
    /// Whether the cause of a reported failure is the sender's account, number, template or rate limit, so that the message is sent
    /// again: 4, 80007, 130429, 131048 and 131056 (rate limits), 0, 3, 10, 190, 200 to 299 and 131005 (token and permission), 33 (the
    /// sender's number was deleted), 368, 130497 and 131031 (the account is restricted or locked), 131037 (the display name is not
    /// approved), 131042 (payment), 131045 and 133010 (the sender's number is not registered), 131057 (maintenance), 131063 (templates
    /// of the category marketing, which Meta may give a template, are switched off), 131064 (templates of a wrong category, since April
    /// 2026), 132000 to 132018 (the template or its parameters: it does not exist, is paused, disabled or does not fit). After any other
    /// failure the message may have been delivered, so it is not sent again.
    /// </summary>
    /// <remarks>
    /// The codes are those of the page above as of June 2026; 131064 is entry 389 of
    /// https://developers.facebook.com/documentation/business-messaging/whatsapp/changelog.
    /// </remarks>
    public static bool IsSenders(int code) =>
        code
            is 0
                or 3
                or 4
                or 10
                or 33
                or 190
                or (>= 200 and <= 299)
                or 368
                or 80007
                or 130429
                or 130497
                or 131005
                or 131031
                or 131037
                or 131042
                or 131045
                or 131048
                or 131056
                or 131057
                or 131063
                or 131064
                or (>= 132000 and <= 132018)
                or 133010;

    /// <summary>
    /// Whether the recipient does not get this message at all: a person who must write first (131047), who gets no more messages of this
    /// kind (130472, 131049), or who stopped such messages in WhatsApp (131050).
    /// </summary>
    private static bool IsUnwanted(int code) => code is 130472 or 131047 or 131049 or 131050;
}
