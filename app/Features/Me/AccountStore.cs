using PmCrm.App.Data;

namespace PmCrm.App.Features.Me;

/// <summary>Reads and changes the account itself.</summary>
public sealed class AccountStore(Database db)
{
    /// <returns>Null if the account was erased while its access token was still valid.</returns>
    public Task<Account?> Find(DatabaseSession session, Guid id, CancellationToken cancellationToken) =>
        session.FirstOrDefault(
            $"""
            select id, email, display_name, time_zone, password_hash is not null, created_at,
                array(select provider from user_identities i where i.user_id = u.id order by provider), email_verified_at is not null
            from users u where id = {id}
            """,
            row => new Account(
                row.GetGuid(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetBoolean(7),
                row.GetBoolean(4),
                row.Texts(6),
                row.Time(5)
            ),
            cancellationToken
        );

    public Task<Account?> Find(Guid id, CancellationToken cancellationToken) => Find(db, id, cancellationToken);

    public async Task<Account?> Change(Guid id, AccountChange change, CancellationToken cancellationToken)
    {
        await db.Execute(
            $"""
            update users set display_name = coalesce({change.DisplayName?.Trim()}, display_name), time_zone = coalesce({change.TimeZone}, time_zone),
                updated_at = now()
            where id = {id}
            """,
            cancellationToken
        );
        return await Find(id, cancellationToken);
    }

    /// <summary>The person's identities at the identity providers.</summary>
    public IAsyncEnumerable<AccountIdentity> Identities(DatabaseSession session, Guid id, CancellationToken cancellationToken) =>
        session.Stream(
            $"select provider, subject, created_at from user_identities where user_id = {id} order by provider, subject",
            row => new AccountIdentity(row.GetString(0), row.GetString(1), row.Time(2)),
            cancellationToken
        );

    /// <summary>The account's sessions, including ended ones whose row still exists.</summary>
    public IAsyncEnumerable<AccountSession> Sessions(DatabaseSession session, Guid id, CancellationToken cancellationToken) =>
        session.Stream(
            $"""
            select id, user_agent, created_at, last_used_at, expires_at, revoked_at from sessions where user_id = {id} order by created_at, id
            """,
            row => new AccountSession(row.GetGuid(0), row.Text(1), row.Time(2), row.Time(3), row.Time(4), row.TimeOrNull(5)),
            cancellationToken
        );

    /// <summary>The second factors, without their secrets, which are not exported.</summary>
    public IAsyncEnumerable<AccountSecondFactor> SecondFactors(DatabaseSession session, Guid id, CancellationToken cancellationToken) =>
        session.Stream(
            $"select created_at, confirmed_at from second_factors where owner_id = {id} order by created_at, id",
            row => new AccountSecondFactor(row.Time(0), row.TimeOrNull(1)),
            cancellationToken
        );

    /// <summary>The API tokens, without the tokens themselves.</summary>
    public IAsyncEnumerable<AccountApiToken> ApiTokens(DatabaseSession session, Guid id, CancellationToken cancellationToken) =>
        session.Stream(
            $"""
            select id, name, scopes, created_at, expires_at, last_used_at from api_tokens where owner_id = {id} order by created_at, id
            """,
            row => new AccountApiToken(row.GetGuid(0), row.GetString(1), row.Texts(2), row.Time(3), row.Time(4), row.TimeOrNull(5)),
            cancellationToken
        );

    /// <summary>The links that were mailed for the account, without the tokens.</summary>
    public IAsyncEnumerable<AccountMailToken> MailTokens(DatabaseSession session, Guid id, CancellationToken cancellationToken) =>
        session.Stream(
            $"select purpose, email, created_at, expires_at, used_at from mail_tokens where owner_id = {id} order by created_at, id",
            row => new AccountMailToken(row.GetString(0), row.GetString(1), row.Time(2), row.Time(3), row.TimeOrNull(4)),
            cancellationToken
        );
}
