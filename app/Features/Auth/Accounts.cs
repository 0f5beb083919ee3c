using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Auth;

/// <summary>Accounts with a password.</summary>
public sealed class Accounts(Database db, PasswordHasher passwords, FailedLogins failures)
{
    /// <param name="address">
    /// The client's address; it is the key of the queue for password hashing, and failures are counted for it.
    /// </param>
    /// <returns>The user with this e-mail address and password, or null; both take the same time.</returns>
    /// <exception cref="TooManyFailedLoginsException">The account, or this address with it, failed too often recently.</exception>
    public async Task<Guid?> Authenticate(string email, string password, string address, CancellationToken cancellationToken)
    {
        email = Normalize(email);
        await failures.Begin(email, address);
        var account = await db.FirstOrDefault(
            $"select id, password_hash from users where email = {email}",
            row => new Account(row.GetGuid(0), row.Text(1)),
            cancellationToken
        );
        if (!await passwords.Verify(password, account?.PasswordHash, address, cancellationToken))
            return null;
        await failures.Succeeded(email, address);

        if (PasswordHasher.IsOutdated(account!.PasswordHash!))
        {
            var hash = await passwords.Hash(password, address, cancellationToken);
            await db.Execute(
                $"update users set password_hash = {hash} where id = {account.Id} and password_hash = {account.PasswordHash}",
                cancellationToken
            );
        }
        return account.Id;
    }

    /// <summary>Whether this is the password of a signed-in account; failures count like failed logins.</summary>
    /// <param name="address">The client's address.</param>
    /// <exception cref="TooManyFailedLoginsException">The account, or this address with it, failed too often recently.</exception>
    public async Task<bool> IsPassword(string email, string password, string? hash, string address, CancellationToken cancellationToken)
    {
        await failures.Begin(email, address);
        if (!await passwords.Verify(password, hash, address, cancellationToken))
            return false;
        await failures.Succeeded(email, address);
        return true;
    }

    public static string Normalize(string email) => email.Trim().ToLowerInvariant();

    private sealed record Account(Guid Id, string? PasswordHash);
}
