namespace PmCrm.Contract;

/// <summary>Names of the application's metrics, which dashboards and alerts use.</summary>
public static class AppMetrics
{
    /// <summary>Counter: contacts created, one by one or by an import.</summary>
    public const string ContactsCreated = "contacts.created";

    /// <summary>Histogram in milliseconds: duration of a recommendation request.</summary>
    public const string RecommendationLatency = "ai.recommendation.latency";

    /// <summary>Histogram in milliseconds: duration of a request, by method, route and status.</summary>
    public const string RequestDuration = "http.request.duration";

    /// <summary>Counter: reminders that the worker delivered.</summary>
    public const string RemindersDelivered = "reminders.delivered";

    /// <summary>Counter: calls that Redis did not answer; rate limits then let requests pass.</summary>
    public const string CacheFailures = "cache.failures";

    /// <summary>Histogram in milliseconds: duration of one attempt to call an outside service, by service and outcome.</summary>
    public const string OutsideRequestDuration = "outside.request.duration";

    /// <summary>Counter: finished mails, by kind and status (sent, failed, expired, suppressed).</summary>
    public const string MailsFinished = "mails.finished";

    /// <summary>Gauge: mails that have waited for more than 15 minutes to be sent.</summary>
    public const string MailsLate = "mails.late";

    /// <summary>Counter: new passwords checked against the set of breached ones, by outcome (breached, not_breached, not_asked).</summary>
    public const string PasswordsChecked = "passwords.checked";

    /// <summary>Counter: outcomes of WhatsApp messages, by kind and status (sent, delivered, read, failed, expired, suppressed).</summary>
    public const string WhatsAppFinished = "whatsapp.finished";

    /// <summary>Gauge: WhatsApp messages that have waited for more than 15 minutes to be sent.</summary>
    public const string WhatsAppLate = "whatsapp.late";

    /// <summary>
    /// Counter: webhook events of providers, by service and outcome (accepted, bad_signature, too_old, garbage, not_ours).
    /// </summary>
    public const string WebhooksReceived = "webhooks.received";
}
