using System.Globalization;
using System.Net;
using PmCrm.App.Features.Messages;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>
/// The API's error codes (https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes), which count and not the status.
/// What is not listed here is tried again until the message has expired: somebody may mend it, as a key, a template or a payment.
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
            // 33: the sender's id is not known. That is this deployment's, not the message's. Versions from 16.0 on have no subcode, by
            // copies of Meta's page: then the message is refused.
            100 when error.ErrorSubcode == 33 => new MailAnswer.Later(reason, retryAfter),
            { } refused when IsRefused(refused) => new MailAnswer.Refused(reason),
            _ => new MailAnswer.Later(reason, retryAfter),
        };
    }

    /// <summary>
    /// Whether WhatsApp will not deliver to the number: 131026, undeliverable (not a number of WhatsApp, or one whose owner has not
    /// accepted its terms or has a version that is too old), 131021, the sender's own number.
    /// </summary>
    public static bool IsUndeliverable(int code) => code is 131026 or 131021;

    /// <summary>
    /// Whether this message will never be taken: parameters that do not fit the template (100, 131008, 131009, 132000, 132005, 132007,
    /// 132012; 132018 is not confirmed), a type that is not supported (131051), a number that is not among the test recipients (131030), a
    /// person who must write first (131047) or who gets no more of this kind (130472, 131049; 131050 is not confirmed).
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
