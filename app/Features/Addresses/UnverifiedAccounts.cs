using PmCrm.App.Data;
using PmCrm.App.Features.Auth;

namespace PmCrm.App.Features.Addresses;

/// <summary>
/// What happens to an account with an unverified address when somebody proves that they read mail to that address. Either of the two may be
/// the rightful
/// one: a stranger may have registered the address to wait for its owner, and a person may have mistyped theirs. So neither gets what is
/// the
/// other's: the address goes to who proved it, with a new and empty account, and the account of before keeps its data, password and
/// sessions
/// under an address that nobody can have. docs/accounts.md has the argument.
/// </summary>
public sealed class UnverifiedAccounts(TimeProvider clock)
{
    /// <summary>RFC 6761, 6.4: no address ends like this.</summary>
    public const string Domain = "set-aside.invalid";

    /// <summary>Takes the address from the unverified account that has it, if one has.</summary>
    /// <returns>False where the account has verified the address: then it keeps it.</returns>
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
        // None of them proves the address that the account has now.
        await session.Execute($"delete from mail_tokens where owner_id = {holder.Id} and used_at is null", cancellationToken);
        return true;
    }

    /// <summary>Makes an account with a verified address.</summary>
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
