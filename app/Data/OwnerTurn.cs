namespace PmCrm.App.Data;

/// <summary>
/// Work that must not run concurrently for one owner: merging contacts, renaming and merging tags.
/// </summary>
public static class OwnerTurn
{
    /// <summary>
    /// Locks the owner until the end of this transaction, and waits until no other transaction holds this lock. Other work of the owner
    /// continues: rows that refer to the owner can still be written. Take it before any other lock, so that two transactions that take it
    /// never deadlock.
    /// </summary>
    public static Task<bool> TakeTurn(this TransactionSession session, Guid owner, CancellationToken cancellationToken) =>
        session.FirstOrDefault($"select true from users where id = {owner} for no key update", row => row.GetBoolean(0), cancellationToken);
}
