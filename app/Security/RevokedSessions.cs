using System.Collections.Concurrent;
using PmCrm.App.Data;

namespace PmCrm.App.Security;

/// <summary>
/// The sessions whose unexpired access tokens must be refused. Every request checks this, so it is kept in memory. The process that revokes
/// a session knows it at once, the others within <see cref="PollInterval"/>.
/// </summary>
public sealed partial class RevokedSessions(Database db, AccessTokens tokens, TimeProvider clock, ILogger<RevokedSessions> logger)
    : BackgroundService
{
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    /// <summary>A revoking transaction may commit this much later than the time that it wrote.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> sessions = [];

    public bool Contains(Guid session) => sessions.ContainsKey(session);

    /// <summary>
    /// Records the revocation for all processes, in the caller's transaction; after the commit, call <see cref="MarkRevoked"/>.
    /// </summary>
    public async Task Revoke(DatabaseSession session, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return;
        await session.Execute(
            $"""
            insert into revoked_sessions (session_id, expires_at)
            select id, {clock.GetUtcNow() + tokens.Lifetime} from unnest({ids.ToArray()}) as id
            on conflict do nothing
            """,
            cancellationToken
        );
    }

    /// <summary>From now on, this process refuses the sessions' access tokens.</summary>
    public void MarkRevoked(IReadOnlyCollection<Guid> ids)
    {
        var expires = clock.GetUtcNow() + tokens.Lifetime;
        foreach (var id in ids)
            sessions[id] = expires;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var since = DateTimeOffset.UnixEpoch;
        using var timer = new PeriodicTimer(PollInterval, clock);
        do
        {
            try
            {
                since = await Poll(since, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The database is unavailable: known sessions stay refused, and the next round catches up.
                Failed(logger, exception);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<DateTimeOffset> Poll(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var (id, expires) in sessions)
            if (expires <= now)
                sessions.TryRemove(id, out _);

        var newest = since;
        await foreach (
            var (id, revoked, expires) in db.Stream(
                $"select session_id, revoked_at, expires_at from revoked_sessions where revoked_at > {since} and expires_at > now()",
                row => (row.GetGuid(0), row.Time(1), row.Time(2)),
                cancellationToken
            )
        )
        {
            sessions[id] = expires;
            if (revoked - Overlap > newest)
                newest = revoked - Overlap;
        }
        return newest;
    }

    [LoggerMessage(LogLevel.Warning, "Revoked sessions could not be read")]
    private static partial void Failed(ILogger logger, Exception exception);
}
