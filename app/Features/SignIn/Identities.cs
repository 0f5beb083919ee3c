using PmCrm.App.Data;
using PmCrm.App.Features.Auth;

namespace PmCrm.App.Features.SignIn;

/// <summary>Maps the identities at providers to accounts (table <c>user_identities</c>).</summary>
/// <remarks>
/// An identity joins an account that already has its address only if that is safe for everybody:
/// <list type="bullet">
/// <item>
/// The account's own address is verified. A registration with a password verifies nothing. An attacker could register somebody else's
/// address, keep the password, and wait until the owner signs in with a provider and fills the account (account pre-hijacking). And a
/// person who mistyped their address would lose the account to the owner of that address. Such an account is neither joined nor taken over:
/// its owner logs in with its password.
/// </item>
/// <item>The provider knows who has the address today, not only who had it once.</item>
/// <item>
/// The account has no other identity at this provider: the two could be different people who had the address one after the other.
/// </item>
/// </list>
/// </remarks>
public sealed class Identities(Database db)
{
    /// <summary>Size of the column users.display_name, in characters.</summary>
    private const int MaxName = 100;

    /// <summary>Finds the identity's account, joins the identity to an account, or creates one.</summary>
    /// <exception cref="SignInException">There is no account, and the provider's data does not suffice to create one.</exception>
    public Task<Guid> Account(ProvidedIdentity identity, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                if (await Find(session, identity, cancellationToken) is { } known)
                    return known;
                if (identity is not { Email: { } address, Trust: not AddressTrust.None })
                    throw new SignInException(SignInFailure.AddressNotVerified, "The provider does not vouch for an address");

                var email = Accounts.Normalize(address);
                var name = DisplayName(identity.Name, email);
                var id = Guid.CreateVersion7();
                var created = await session.Execute(
                    $"""
                    insert into users (id, email, display_name, email_verified_at) values ({id}, {email}, {name}, now())
                    on conflict (email) do nothing
                    """,
                    cancellationToken
                );
                if (created == 0)
                {
                    // Another account has the address: perhaps of the same person, if two of their requests race. The lock serializes them.
                    var account = await session.FirstOrDefault(
                        $"select id, email_verified_at is not null from users where email = {email} for update",
                        row => new Existing(row.GetGuid(0), row.GetBoolean(1)),
                        cancellationToken
                    );
                    if (await Find(session, identity, cancellationToken) is { } meanwhile)
                        return meanwhile;
                    if (account is null || !await MayJoin(session, identity, account, cancellationToken))
                        throw new SignInException(SignInFailure.AccountExists, "The address has an account that must not be joined");
                    id = account.Id;
                }
                await session.Execute(
                    $"insert into user_identities (provider, subject, user_id) values ({identity.Provider}, {identity.Subject}, {id})",
                    cancellationToken
                );
                return id;
            },
            cancellationToken
        );

    private static async Task<Guid?> Find(DatabaseSession session, ProvidedIdentity identity, CancellationToken cancellationToken) =>
        (
            await session.Query(
                $"""
                select user_id from user_identities where provider = {identity.Provider} and subject = {identity.Subject}
                """,
                row => row.GetGuid(0),
                cancellationToken
            )
        )
            is [var user]
            ? user
            : null;

    private static async Task<bool> MayJoin(
        DatabaseSession session,
        ProvidedIdentity identity,
        Existing account,
        CancellationToken cancellationToken
    ) =>
        identity.Trust == AddressTrust.Authoritative
        && account.IsVerified
        && await session.FirstOrDefault(
            $"select not exists (select from user_identities where user_id = {account.Id} and provider = {identity.Provider})",
            row => row.GetBoolean(0),
            cancellationToken
        );

    private static string DisplayName(string? told, string email)
    {
        var name = string.Concat((told ?? "").Where(character => !char.IsControl(character))).Trim();
        if (name.Length == 0)
            name = email[..email.LastIndexOf('@')];
        if (name.Length <= MaxName)
            return name;
        // Do not cut a surrogate pair in half.
        return name[..(char.IsHighSurrogate(name[MaxName - 1]) ? MaxName - 1 : MaxName)].TrimEnd();
    }

    private sealed record Existing(Guid Id, bool IsVerified);
}
