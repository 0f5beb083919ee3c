namespace PmCrm.App.Data;

/// <summary>
/// Work that must not run concurrently for one owner: merging contacts, renaming and merging tags.
/// </summary>
public static class OwnerTurn
{
    /// <summary>
    /// Waits until no other transaction has the owner's turn, and keeps it until this one's end. Everything else of the owner goes on:
    /// rows that refer to the owner can be written meanwhile. Taken before any other lock, so that two that take it never deadlock.
    /// </summary>
    public static Task<bool> TakeTurn(this TransactionSession session, Guid owner, CancellationToken cancellationToken) =>
        session.FirstOrDefault($"select true from users where id = {owner} for no key update", row => row.GetBoolean(0), cancellationToken);
}
