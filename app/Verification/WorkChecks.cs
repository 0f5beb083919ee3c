using PmCrm.App.Data;
using PmCrm.App.Features.Exports;
using PmCrm.App.Features.Import;

namespace PmCrm.App.Verification;

/// <summary>Checks whether the worker would do every requested job exactly once.</summary>
internal static class WorkChecks
{
    /// <summary>The kinds of jobs that this build handles.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [ImportJob.JobKind, .. Exports];

    private static string[] Exports => [ExportJob.JobKind, ContactFileJob.JobKind];

    public static async Task<Check> Jobs(DatabaseSession session, CancellationToken cancellationToken)
    {
        var found = await session.Query(
            $"""
            select 'lost: % confirmed imports have no queued job', count(*) from imports i where status = 'confirmed'
                and not exists (select from jobs j where j.kind = {ImportJob.JobKind} and j.subject_id = i.id and j.status = 'queued')
            union all
            select 'lost: % exports were asked for and have no queued job', count(*) from exports e where status = 'queued' and expires_at > now()
                and not exists (select from jobs j where j.kind = any({Exports}) and j.subject_id = e.id and j.status = 'queued')
            union all
            select 'lost: % queued jobs are of a kind that this build does not know', count(*) from jobs
            where status = 'queued' and kind <> all({Kinds.ToArray()})
            union all
            select 'due twice: % queued jobs are for imports that have ended', count(*) from jobs j
            where status = 'queued' and kind = {ImportJob.JobKind}
                and exists (select from imports i where i.id = j.subject_id and i.status in ('done', 'failed'))
            union all
            select 'due twice: % queued jobs are for exports that have ended', count(*) from jobs j
            where status = 'queued' and kind = any({Exports})
                and exists (select from exports e where e.id = j.subject_id and e.status in ('done', 'failed'))
            union all
            select 'due twice: % subjects have more than one job', count(*) from
                (select from jobs group by kind, subject_id having count(*) > 1) as repeated
            """,
            row => (Text: row.GetString(0), Count: row.GetInt64(1)),
            cancellationToken
        );
        var queued = await SchemaChecks.Number(session, "select count(*) from jobs where status = 'queued'", cancellationToken);
        return Check.Of("jobs", Problems(found), $"{queued} are queued; none is lost or due twice");
    }

    public static async Task<Check> Reminders(DatabaseSession session, CancellationToken cancellationToken)
    {
        var found = await session.Query(
            $"""
            select 'due twice: % reminders come due at a time that was delivered already', count(*) from reminders r
            where status = 'active' and exists
                (select from reminder_deliveries d where d.owner_id = r.owner_id and d.reminder_id = r.id and d.due_at = r.next_at)
            union all
            select 'lost: % active reminders have no next time and were never delivered', count(*) from reminders r
            where status = 'active' and next_at is null and not exists
                (select from reminder_deliveries d where d.owner_id = r.owner_id and d.reminder_id = r.id)
            union all
            select 'lost: % reminders have a next time and no occurrence that it stands for', count(*) from reminders
            where status = 'active' and (next_at is null) <> (occurrence_at is null)
            """,
            row => (Text: row.GetString(0), Count: row.GetInt64(1)),
            cancellationToken
        );
        var active = await SchemaChecks.Number(
            session,
            "select count(*) from reminders where status = 'active' and next_at is not null",
            cancellationToken
        );
        return Check.Of("reminders", Problems(found), $"{active} are to come; none is lost or due twice");
    }

    private static List<string> Problems(List<(string Text, long Count)> found) =>
        [
            .. found
                .Where(problem => problem.Count > 0)
                .Select(problem => problem.Text.Replace("%", $"{problem.Count}", StringComparison.Ordinal)),
        ];
}
