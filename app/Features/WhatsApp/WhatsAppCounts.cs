using PmCrm.App.Operations;

namespace PmCrm.App.Features.WhatsApp;

/// <summary>Counts the outcomes of WhatsApp messages.</summary>
public sealed class WhatsAppCounts(Metrics metrics)
{
    public void Count(string kind, string status) => metrics.WhatsAppFinished.Add(1, new("kind", kind), new("status", status));
}
