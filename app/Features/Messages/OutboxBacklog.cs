using PmCrm.App.Data;
using PmCrm.App.Jobs;

namespace PmCrm.App.Features.Messages;

/// <summary>Counts each minute the late messages of one outbox; an alert watches the number.</summary>
public abstract class OutboxBacklog(Database db, TimeProvider clock) : IWorkSource
{
    /// <summary>Longer than a short outage of the provider, shorter than a person waits for a link.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(15);

    public TimeSpan Pause => TimeSpan.FromMinutes(1);

    /// <summary>The outbox: a table with the columns of <c>mail_outbox</c> that this class names.</summary>
    protected abstract Sql Table { get; }

    public async Task<bool> DoNext(CancellationToken cancellationToken)
    {
        var late = await db.FirstOrDefault(
            $"select count(*) from {Table} where status = 'queued' and created_at < {clock.GetUtcNow() - Late}",
            row => row.GetInt64(0),
            cancellationToken
        );
        Measure(late);
        if (late > 0)
            Log(late);
        return false;
    }

    /// <summary>Sets the metric.</summary>
    protected abstract void Measure(long late);

    /// <summary>The platform's alert on undelivered messages counts this line: its text is part of the contract.</summary>
    protected abstract void Log(long late);
}
