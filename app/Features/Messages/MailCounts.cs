using PmCrm.App.Operations;

namespace PmCrm.App.Features.Messages;

/// <summary>Counts the outcomes of mails.</summary>
public sealed class MailCounts(Metrics metrics)
{
    public void Finished(MailKind kind, MailStatus status) =>
        metrics.MailsFinished.Add(1, new("kind", kind.Name()), new("status", status.Name()));
}
