using System.Diagnostics.Metrics;
using PmCrm.App.Caching;
using PmCrm.Contract;

namespace PmCrm.App.Operations;

/// <summary>
/// All metrics, in one place. Both exporters read them: DogStatsD with exactly these names (which the dashboards use), OpenTelemetry as
/// meter <see cref="MeterName"/>.
/// </summary>
public sealed class Metrics : IDisposable
{
    public const string MeterName = "pmcrm";

    private readonly Meter meter = new(MeterName);

    public Metrics(Cache cache)
    {
        ContactsCreated = meter.CreateCounter<long>(
            AppMetrics.ContactsCreated,
            description: "Contacts created, one by one or by an import"
        );
        RecommendationLatency = meter.CreateHistogram<double>(
            AppMetrics.RecommendationLatency,
            "ms",
            "Duration of a recommendation request, including the model, by outcome"
        );
        RequestDuration = meter.CreateHistogram<double>(
            AppMetrics.RequestDuration,
            "ms",
            "Duration of a request, by method, route and status"
        );
        OutsideRequestDuration = meter.CreateHistogram<double>(
            AppMetrics.OutsideRequestDuration,
            "ms",
            "Duration of an attempt to call an outside service, by service and outcome"
        );
        RemindersDelivered = meter.CreateCounter<long>(AppMetrics.RemindersDelivered, description: "Reminders delivered by the worker");
        MailsFinished = meter.CreateCounter<long>(AppMetrics.MailsFinished, description: "Finished mails, by kind and status");
        WebhooksReceived = meter.CreateCounter<long>(
            AppMetrics.WebhooksReceived,
            description: "Webhook events from providers, by service and outcome"
        );
        PasswordsChecked = meter.CreateCounter<long>(
            AppMetrics.PasswordsChecked,
            description: "New passwords that were checked against the set of breached ones, by outcome"
        );
        WhatsAppFinished = meter.CreateCounter<long>(
            AppMetrics.WhatsAppFinished,
            description: "Outcomes of WhatsApp messages, by kind and status"
        );
        meter.CreateObservableGauge(
            AppMetrics.WhatsAppLate,
            () => WhatsAppLate,
            description: "WhatsApp messages that have waited too long to be sent"
        );
        meter.CreateObservableGauge(AppMetrics.MailsLate, () => MailsLate, description: "Mails that have waited too long to be sent");
        meter.CreateObservableCounter(
            AppMetrics.CacheFailures,
            () => cache.Failures,
            description: "Calls that Redis did not answer; rate limits then let requests pass"
        );
    }

    public Counter<long> ContactsCreated { get; }

    /// <summary>In milliseconds.</summary>
    public Histogram<double> RecommendationLatency { get; }

    /// <summary>In milliseconds.</summary>
    public Histogram<double> RequestDuration { get; }

    /// <summary>In milliseconds.</summary>
    public Histogram<double> OutsideRequestDuration { get; }

    public Counter<long> RemindersDelivered { get; }

    public Counter<long> MailsFinished { get; }

    public Counter<long> WebhooksReceived { get; }

    public Counter<long> PasswordsChecked { get; }

    public Counter<long> WhatsAppFinished { get; }

    /// <summary>The worker's last count; other processes do not know it.</summary>
    public long MailsLate { get; set; }

    /// <inheritdoc cref="MailsLate"/>
    public long WhatsAppLate { get; set; }

    public bool Owns(Instrument instrument) => ReferenceEquals(instrument.Meter, meter);

    public void Dispose() => meter.Dispose();
}
