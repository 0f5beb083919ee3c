using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Auth;

/// <summary>Accounts with a password.</summary>
public sealed class Accounts(Database db, PasswordHasher passwords)
{
    /// <summary>
    /// Creates the account unless the address has one. Both cases do the same work and tell the caller nothing, so that nobody learns who
    /// has an account here.
    /// </summary>
    public async Task Register(RegisterRequest request, CancellationToken stop)
    {
        var hash = await passwords.Hash(request.Password, stop);
        await db.Execute($"""
            insert into users (id, email, display_name, password_hash)
            values ({Guid.CreateVersion7()}, {Normalise(request.Email)}, {request.DisplayName.Trim()}, {hash})
            on conflict (email) do nothing
            """, stop);
    }

    /// <returns>The user whose address and password these are, or null; as slow in either case.</returns>
    public async Task<Guid?> Authenticate(string email, string password, CancellationToken stop)
    {
        var account = await db.FirstOrDefault(
            $"select id, password_hash from users where email = {Normalise(email)}",
            row => new Account(row.GetGuid(0), row.Text(1)), stop);
        if (!await passwords.Verify(password, account?.PasswordHash, stop)) return null;

        if (PasswordHasher.IsOutdated(account!.PasswordHash!))
        {
            var hash = await passwords.Hash(password, stop);
            await db.Execute($"update users set password_hash = {hash} where id = {account.Id} and password_hash = {account.PasswordHash}", stop);
        }
        return account.Id;
    }

    public static string Normalise(string email) => email.Trim().ToLowerInvariant();

    private sealed record Account(Guid Id, string? PasswordHash);
}
