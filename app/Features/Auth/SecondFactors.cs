using System.Security.Cryptography;
using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Auth;

/// <summary>The outcome of checking a code.</summary>
public enum CodeOutcome
{
    Right,

    /// <summary>Wrong, of another time, or already used.</summary>
    Wrong,

    /// <summary>Too many codes were wrong: no code is checked until the window is over.</summary>
    TooMany,

    /// <summary>There is no second factor to check the code against.</summary>
    None,
}

/// <summary>The second factors of accounts: set-up, confirmation, checks, removal.</summary>
public sealed class SecondFactors(FieldEncryption encryption, AccountNotices notices, TimeProvider clock)
{
    /// <summary>The encryption context of <c>secret_cipher</c>, together with the owner.</summary>
    public const string SecretField = "second_factors.secret";

    /// <summary>
    /// Wrong codes allowed in a <see cref="FailureWindow"/>: a guessing attacker has a chance of 1 in 30,000 (three codes are valid at a
    /// time).
    /// </summary>
    public const int MaxFailures = 10;

    public static readonly TimeSpan FailureWindow = TimeSpan.FromMinutes(15);

    /// <summary>Whether sign-ins ask for a code.</summary>
    public Task<bool> IsOn(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        session.FirstOrDefault(
            $"select true from second_factors where owner_id = {owner} and confirmed_at is not null",
            row => row.GetBoolean(0),
            cancellationToken
        );

    /// <summary>Starts the set-up of a second factor; an earlier set-up that was not confirmed is dropped.</summary>
    /// <returns>The secret; it is shown only once.</returns>
    public async Task<byte[]> Begin(TransactionSession session, Guid owner, CancellationToken cancellationToken)
    {
        var secret = RandomNumberGenerator.GetBytes(SecondFactorCode.SecretSize);
        await session.TakeTurn(owner, cancellationToken);
        await session.Execute($"delete from second_factors where owner_id = {owner} and confirmed_at is null", cancellationToken);
        await session.Execute(
            $"""
            insert into second_factors (id, owner_id, secret_cipher, created_at)
            values ({Guid.CreateVersion7()}, {owner}, {encryption.Encrypt(secret, owner, SecretField)}, {clock.GetUtcNow()})
            """,
            cancellationToken
        );
        return secret;
    }

    /// <summary>Makes the second factor that is being set up the active one, in place of an earlier one.</summary>
    public async Task<CodeOutcome> Confirm(TransactionSession session, Guid owner, string code, CancellationToken cancellationToken)
    {
        await session.TakeTurn(owner, cancellationToken);
        var outcome = await Verify(session, owner, code, isConfirmed: false, cancellationToken);
        if (outcome != CodeOutcome.Right)
            return outcome;
        await session.Execute($"delete from second_factors where owner_id = {owner} and confirmed_at is not null", cancellationToken);
        await session.Execute($"update second_factors set confirmed_at = {clock.GetUtcNow()} where owner_id = {owner}", cancellationToken);
        return CodeOutcome.Right;
    }

    /// <summary>Removes the second factor, its recovery codes and an unfinished set-up.</summary>
    public async Task<bool> Remove(TransactionSession session, Guid owner, CancellationToken cancellationToken)
    {
        await session.TakeTurn(owner, cancellationToken);
        await session.Execute($"delete from recovery_codes where owner_id = {owner}", cancellationToken);
        return await session.Execute($"delete from second_factors where owner_id = {owner}", cancellationToken) > 0;
    }

    /// <summary>Replaces all recovery codes with new ones.</summary>
    /// <returns>The codes; they are shown only once.</returns>
    public async Task<IReadOnlyList<string>> NewRecoveryCodes(TransactionSession session, Guid owner, CancellationToken cancellationToken)
    {
        var codes = Enumerable.Range(0, SecondFactorCode.RecoveryCodes).Select(_ => SecondFactorCode.NewRecoveryCode()).ToList();
        await session.Execute($"delete from recovery_codes where owner_id = {owner}", cancellationToken);
        await session.Execute(
            $"""
            insert into recovery_codes (owner_id, code_hash)
            select {owner}, hash from unnest({codes.Select(SecondFactorCode.Hash).ToArray()}) as hash
            """,
            cancellationToken
        );
        return codes;
    }

    /// <summary>
    /// Checks and uses up a code of the authenticator application or a recovery code. Each works once, even with concurrent requests.
    /// </summary>
    public Task<CodeOutcome> Spend(TransactionSession session, Guid owner, string code, CancellationToken cancellationToken) =>
        Verify(session, owner, code, isConfirmed: true, cancellationToken);

    private async Task<CodeOutcome> Verify(
        TransactionSession session,
        Guid owner,
        string code,
        bool isConfirmed,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        // The lock serializes the checks of one account: a code is checked only after the previous one was used or counted.
        var stored = await session.FirstOrDefault(
            $"""
            select id, secret_cipher, last_step, case when failures_since > {now - FailureWindow} then failures else 0 end
            from second_factors where owner_id = {owner} and (confirmed_at is not null) = {isConfirmed} for update
            """,
            row => new Stored(row.GetGuid(0), row.GetFieldValue<byte[]>(1), row.GetInt64(2), row.GetInt32(3)),
            cancellationToken
        );
        if (stored is null)
            return CodeOutcome.None;
        if (stored.Failures >= MaxFailures)
            return CodeOutcome.TooMany;
        var step = SecondFactorCode.Step(encryption.DecryptBytes(stored.Secret, owner, SecretField), code, now);
        if (step is { } spent && spent > stored.LastStep)
        {
            await session.Execute(
                $"update second_factors set last_step = {spent}, failures = 0, failures_since = null where id = {stored.Id}",
                cancellationToken
            );
            return CodeOutcome.Right;
        }
        if (isConfirmed && step is null && await SpendRecoveryCode(session, owner, code, cancellationToken))
        {
            await notices.Tell(session, owner, AccountEvent.RecoveryCodeUsed, cancellationToken);
            return CodeOutcome.Right;
        }
        await session.Execute(
            $"""
            update second_factors set failures = {stored.Failures + 1},
                failures_since = case when {stored.Failures} = 0 then {now} else failures_since end
            where id = {stored.Id}
            """,
            cancellationToken
        );
        return CodeOutcome.Wrong;
    }

    private async Task<bool> SpendRecoveryCode(DatabaseSession session, Guid owner, string code, CancellationToken cancellationToken) =>
        await session.Execute(
            $"""
            update recovery_codes set used_at = {clock.GetUtcNow()}
            where owner_id = {owner} and code_hash = {SecondFactorCode.Hash(code)} and used_at is null
            """,
            cancellationToken
        ) == 1;

    private sealed record Stored(Guid Id, byte[] Secret, long LastStep, int Failures);
}
