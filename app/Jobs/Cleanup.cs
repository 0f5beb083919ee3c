using PmCrm.App.Data;

namespace PmCrm.App.Jobs;

/// <summary>Removes expired rows, a limited number at a time so that no statement holds locks for long.</summary>
public sealed class Cleanup(Database db) : IWorkSource
{
    // The statements have no parameters, so each is created once.
    private static readonly IReadOnlyList<Sql> Statements =
    [
        Sql.Of(
            $"""
            delete from sessions where id in
                (select id from sessions where expires_at < now() order by expires_at limit 500 for update skip locked)
            """
        ),
        Sql.Of(
            $"""
            delete from revoked_sessions where session_id in
                (select session_id from revoked_sessions where expires_at < now() order by expires_at limit 500 for update skip locked)
            """
        ),
        Sql.Of(
            $"""
            delete from sign_in_challenges where token_hash in
                (select token_hash from sign_in_challenges where expires_at < now() order by expires_at limit 500 for update skip locked)
            """
        ),
        // Kept for a while after they expire, so that a late client gets the right error message.
        Sql.Of(
            $"""
            delete from mail_tokens where id in
                (select id from mail_tokens where expires_at < now() - interval '7 days' order by expires_at limit 500 for update skip locked)
            """
        ),
        // Accounts that lost their address and had no session for 90 days: their owners can no longer return.
        Sql.Of(
            $"""
            delete from users where id in
                (select id from users u where email like '%@set-aside.invalid' and updated_at < now() - interval '90 days'
                    and not exists (select from sessions s where s.user_id = u.id and s.last_used_at > now() - interval '90 days')
                limit 10 for update skip locked)
            """
        ),
        Sql.Of(
            $"""
            delete from idempotency_keys where (owner_id, key) in
                (select owner_id, key from idempotency_keys where expires_at < now() order by expires_at limit 500 for update skip locked)
            """
        ),
        Sql.Of(
            $"""
            delete from imports where id in
                (select id from imports where expires_at < now() order by expires_at limit 10 for update skip locked)
            """
        ),
        Sql.Of(
            $"""
            delete from export_parts where (owner_id, export_id) in
                (select e.owner_id, e.id from exports e where e.expires_at < now()
                    and exists (select from export_parts p where p.owner_id = e.owner_id and p.export_id = e.id) limit 10)
            """
        ),
        // The row is kept longer than the file, so that a late client is told that it has expired.
        Sql.Of(
            $"""
            delete from exports where id in
                (select id from exports where expires_at < now() - interval '7 days' order by expires_at limit 500 for update skip locked)
            """
        ),
        Sql.Of(
            $"""
            delete from jobs where id in
                (select id from jobs where status <> 'queued' and finished_at < now() - interval '7 days' limit 500 for update skip locked)
            """
        ),
        // An unsubscribe link must work for at least 30 days (15 U.S.C. 7704(a)(3)(A)(ii)), and a bounce may arrive late.
        Sql.Of(
            $"""
            delete from mail_outbox where id in
                (select id from mail_outbox where finished_at < now() - interval '60 days' order by finished_at limit 500
                 for update skip locked)
            """
        ),
        Sql.Of(
            $"""
            delete from whatsapp_outbox where id in
                (select id from whatsapp_outbox where finished_at < now() - interval '60 days' order by finished_at limit 500
                 for update skip locked)
            """
        ),
        // The text of an expired message that was sent and not reported as delivered: it is not sent again.
        Sql.Of(
            $"""
            update whatsapp_outbox set message_cipher = null where id in
                (select id from whatsapp_outbox where status = 'sent' and message_cipher is not null and expires_at < now()
                 order by expires_at limit 500 for update skip locked)
            """
        ),
        // Kept for as long as they count for the limits in WhatsAppVerification.
        Sql.Of(
            $"""
            delete from whatsapp_codes where id in
                (select id from whatsapp_codes where created_at < now() - interval '1 day' order by created_at limit 500
                 for update skip locked)
            """
        ),
    ];

    public TimeSpan Pause => TimeSpan.FromMinutes(5);

    public async Task<bool> DoNext(CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var statement in Statements)
            removed += await db.Execute(statement, cancellationToken);
        return removed > 0;
    }
}
