using System.Globalization;
using System.Net;
using PmCrm.App.Features.Messages;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>
/// The API's error codes (https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes). The code decides, not the HTTP
/// status. Errors that are not listed here are retried until the message expires, because an operator may fix the cause: a key, a template
/// or a payment.
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
            // 33: the sender's id is unknown. That is an error of this deployment, not of the message. According to copies of Meta's page,
            // versions
            // from 16.0 on send no subcode: then the message is refused.
            100 when error.ErrorSubcode == 33 => new MailAnswer.Later(reason, retryAfter),
            { } refused when IsRefused(refused) => new MailAnswer.Refused(reason),
            _ => new MailAnswer.Later(reason, retryAfter),
        };
    }

    /// <summary>
    /// Whether WhatsApp will not deliver to the number: 131026, undeliverable (the number does not use WhatsApp, or its owner has not
    /// accepted the terms or has an outdated version); 131021, the number is the sender's own.
    /// </summary>
    public static bool IsUndeliverable(int code) => code is 131026 or 131021;

    /// <summary>
    /// Whether this message will never be accepted: parameters that do not match the template (100, 131008, 131009, 132000, 132005, 132007,
    /// 132012; 132018 is not confirmed), an unsupported type (131051), a number that is not a test recipient (131030), a person who must
    /// write first (131047) or who gets no more messages of this kind (130472, 131049; 131050 is not confirmed).
    /// </summary>
    private static bool IsRefused(int code) =>
        code
            is 100
                or 130472
                or 131008
                or 131009
                or 131030
                or 131047
                or 131049
                or 131050
                or 131051
                or 132000
                or 132005
                or 132007
                or 132012
                or 132018;
}
