using PmCrm.App.Data;
using PmCrm.App.Features.Auth;

namespace PmCrm.App.Features.Addresses;

/// <summary>
/// Decides what happens to an account with an unverified address when somebody proves that they read mail to that address. Either of the
/// two people may be the rightful owner: a stranger may have registered the address and waited for its owner, or a person may have mistyped
/// their own. So neither gets the other's data. The person who proved the address gets it, with a new and empty account. The earlier
/// account keeps its data, password and sessions under an address that cannot exist. docs/accounts.md explains why.
/// </summary>
public sealed class UnverifiedAccounts(TimeProvider clock)
{
    /// <summary>RFC 6761, 6.4: no real address ends with this domain.</summary>
    public const string Domain = "set-aside.invalid";

    /// <summary>Takes the address from an unverified account, if one has it.</summary>
    /// <returns>False if the account has verified the address: then it keeps it.</returns>
    public async Task<bool> TryFreeAddress(TransactionSession session, string email, CancellationToken cancellationToken)
    {
        var holder = await session.FirstOrDefault(
            $"select id, email_verified_at is not null from users where email = {email} for update",
            row => new Holder(row.GetGuid(0), row.GetBoolean(1)),
            cancellationToken
        );
        if (holder is null)
            return true;
        if (holder.IsVerified)
            return false;
        var aside = $"{holder.Id}@{Domain}";
        await session.Execute(
            $"update users set email = {aside}, updated_at = {clock.GetUtcNow()} where id = {holder.Id}",
            cancellationToken
        );
        // None of these tokens proves the address that the account has now.
        await session.Execute($"delete from mail_tokens where owner_id = {holder.Id} and used_at is null", cancellationToken);
        return true;
    }

    /// <summary>Creates an account with a verified address.</summary>
    public async Task<Guid> CreateVerified(
        TransactionSession session,
        string email,
        string displayName,
        string passwordHash,
        CancellationToken cancellationToken
    )
    {
        var id = Guid.CreateVersion7();
        await session.Execute(
            $"""
            insert into users (id, email, display_name, password_hash, email_verified_at)
            values ({id}, {Accounts.Normalize(email)}, {displayName}, {passwordHash}, {clock.GetUtcNow()})
            """,
            cancellationToken
        );
        return id;
    }

    private sealed record Holder(Guid Id, bool IsVerified);
}
