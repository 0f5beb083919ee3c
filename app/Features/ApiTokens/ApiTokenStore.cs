using PmCrm.App.Data;
using PmCrm.App.Features.Auth;
using PmCrm.App.Security;

namespace PmCrm.App.Features.ApiTokens;

/// <summary>The API tokens of accounts (table <c>api_tokens</c>).</summary>
public sealed class ApiTokenStore(Database db, AccountNotices notices, TimeProvider clock)
{
    /// <summary>Maximum number of active tokens of one account.</summary>
    public const int MaxPerAccount = 50;

    private static readonly Sql Columns = Sql.Of($"id, name, scopes, created_at, expires_at, last_used_at");

    /// <returns>Null if the account already has the maximum number of tokens.</returns>
    public Task<CreatedApiToken?> Create(Guid owner, CreateApiTokenRequest request, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                await session.TakeTurn(owner, cancellationToken);
                var now = clock.GetUtcNow();
                await session.Execute($"delete from api_tokens where owner_id = {owner} and expires_at <= {now}", cancellationToken);
                var count = await session.FirstOrDefault(
                    $"select count(*)::int from api_tokens where owner_id = {owner}",
                    row => row.GetInt32(0),
                    cancellationToken
                );
                if (count >= MaxPerAccount)
                    return null;
                await notices.Tell(session, owner, AccountEvent.ApiTokenMade, cancellationToken);
                var (token, hash) = Security.ApiTokens.Create();
                var view = await session.FirstOrDefault(
                    $"""
                    insert into api_tokens (id, owner_id, name, token_hash, scopes, created_at, expires_at)
                    values ({Guid.CreateVersion7()}, {owner}, {request.Name.Trim()}, {hash}, {request.Scopes.Distinct().ToArray()}, {now},
                        {now + TimeSpan.FromDays(request.ExpiresInDays)})
                    returning {Columns}
                    """,
                    Read,
                    cancellationToken
                );
                return new CreatedApiToken(token, view!);
            },
            cancellationToken
        );

    public Task<List<ApiTokenView>> All(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        session.Query(
            $"""
            select {Columns} from api_tokens where owner_id = {owner} and expires_at > {clock.GetUtcNow()}
            order by created_at desc, id limit {MaxPerAccount}
            """,
            Read,
            cancellationToken
        );

    public Task<List<ApiTokenView>> All(Guid owner, CancellationToken cancellationToken) => All(db, owner, cancellationToken);

    public Task<ApiTokenView?> Find(Guid owner, Guid id, CancellationToken cancellationToken) =>
        db.FirstOrDefault(
            $"select {Columns} from api_tokens where owner_id = {owner} and id = {id} and expires_at > {clock.GetUtcNow()}",
            Read,
            cancellationToken
        );

    /// <returns>Whether there was such a token.</returns>
    public async Task<bool> Delete(Guid owner, Guid id, CancellationToken cancellationToken) =>
        await db.Execute($"delete from api_tokens where owner_id = {owner} and id = {id}", cancellationToken) > 0;

    private static ApiTokenView Read(Npgsql.NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetString(1), row.Texts(2), row.Time(3), row.Time(4), row.TimeOrNull(5));
}
