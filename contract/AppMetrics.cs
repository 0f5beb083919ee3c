namespace PmCrm.Contract;

/// <summary>Names of the metrics that the application sends, which dashboards and alerts use.</summary>
public static class AppMetrics
{
    /// <summary>Counter: contacts created, one by one or by an import.</summary>
    public const string ContactsCreated = "contacts.created";

    /// <summary>Histogram in milliseconds: how long a recommendation took.</summary>
    public const string RecommendationLatency = "ai.recommendation.latency";

    /// <summary>Histogram in milliseconds: how long a request took, by method, route and status.</summary>
    public const string RequestDuration = "http.request.duration";

    /// <summary>Counter: reminders that the worker delivered.</summary>
    public const string RemindersDelivered = "reminders.delivered";

    /// <summary>Counter: calls that Redis did not answer; rate limits then let requests pass.</summary>
    public const string CacheFailures = "cache.failures";

    /// <summary>Histogram in milliseconds: how long one attempt of a call to an outside service took, by service and outcome.</summary>
    public const string OutsideRequestDuration = "outside.request.duration";

    /// <summary>Counter: mails that are finished, by kind and status (sent, failed, expired, suppressed).</summary>
    public const string MailsFinished = "mails.finished";

    /// <summary>Gauge: mails that have waited for more than a quarter of an hour to be sent.</summary>
    public const string MailsLate = "mails.late";

    /// <summary>Counter: new passwords looked up in the set of breached ones, by outcome (breached, not_breached, not_asked).</summary>
    public const string PasswordsChecked = "passwords.checked";

    /// <summary>
    /// Counter: what became of messages by WhatsApp, by kind and status (sent, delivered, read, failed, expired, suppressed).
    /// </summary>
    public const string WhatsAppFinished = "whatsapp.finished";

    /// <summary>Gauge: messages by WhatsApp that have waited for more than a quarter of an hour to be sent.</summary>
    public const string WhatsAppLate = "whatsapp.late";

    /// <summary>
    /// Counter: events that providers reported, by service and outcome (accepted, bad_signature, too_old, garbage, not_ours).
    /// </summary>
    public const string WebhooksReceived = "webhooks.received";
}
