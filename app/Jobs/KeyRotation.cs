using PmCrm.App.Data;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Interactions;
using PmCrm.App.Security;

namespace PmCrm.App.Jobs;

/// <summary>
/// While ENCRYPTION_KEY_PREVIOUS is set, encrypts with ENCRYPTION_KEY what the one before encrypted, and says in the log when nothing is
/// left: then the key can be rotated again, or the one before taken away. What lives a day (stored answers, uploads) is left to expire. A
/// row keeps its version: nobody who reads it sees a difference.
/// </summary>
public sealed partial class KeyRotation(
    Database db, FieldEncryption encryption, ContactCipher cipher, ILogger<KeyRotation> logger) : IWorkSource
{
    /// <summary>Rows looked at in one transaction.</summary>
    private const int Window = 500;

    private readonly byte[] newest = encryption.NewestPrefix;
    private Guid contactsAfter;
    private Guid interactionsAfter;
    private int leftInThisRound;

    /// <summary>Processes of before go on writing with their key until they are replaced, so one round is not enough.</summary>
    public TimeSpan Pause => TimeSpan.FromMinutes(5);

    public async Task<bool> DoNext(CancellationToken stop)
    {
        if (!encryption.IsRotating) return false;
        if (await Contacts(stop) | await Interactions(stop)) return true;

        // Both tables are at their end.
        if (leftInThisRound == 0) LogDone(logger);
        (contactsAfter, interactionsAfter, leftInThisRound) = (default, default, 0);
        return false;
    }

    private Task<bool> Contacts(CancellationToken stop) => db.InTransaction(async session =>
    {
        var ids = await Ids(session, Sql.Of($"contacts"), contactsAfter, stop);
        if (ids.Length == 0) return false;
        var stale = Sql.Of($"""
            id = any({ids}) and (substring(phones_cipher from 1 for 5) <> {newest} or substring(addresses_cipher from 1 for 5) <> {newest}
                or substring(private_notes_cipher from 1 for 5) <> {newest})
            """);
        foreach (var (id, owner, phones, addresses, notes) in await session.Query($"""
            select id, owner_id, phones_cipher, addresses_cipher, private_notes_cipher from contacts
            where {stale} order by id for update skip locked
            """, row => (row.GetGuid(0), row.GetGuid(1), row.Bytes(2), row.Bytes(3), row.Bytes(4)), stop))
        {
            var numbers = cipher.Phones(phones, owner);
            await session.Execute($"""
                update contacts set phones_cipher = {cipher.Phones(numbers, owner)},
                    phone_fingerprints = {cipher.PhoneFingerprints(numbers, owner)},
                    addresses_cipher = {cipher.Addresses(cipher.Addresses(addresses, owner), owner)},
                    private_notes_cipher = {cipher.PrivateNotes(cipher.PrivateNotes(notes, owner), owner)}
                where owner_id = {owner} and id = {id}
                """, stop);
        }
        leftInThisRound += await Left(session, Sql.Of($"contacts"), stale, stop);
        contactsAfter = ids[^1];
        return true;
    }, stop);

    private Task<bool> Interactions(CancellationToken stop) => db.InTransaction(async session =>
    {
        var ids = await Ids(session, Sql.Of($"interactions"), interactionsAfter, stop);
        if (ids.Length == 0) return false;
        var stale = Sql.Of($"id = any({ids}) and substring(private_body_cipher from 1 for 5) <> {newest}");
        foreach (var (id, owner, body) in await session.Query(
            $"select id, owner_id, private_body_cipher from interactions where {stale} order by id for update skip locked",
            row => (row.GetGuid(0), row.GetGuid(1), row.Bytes(2)), stop))
        {
            var text = encryption.Decrypt(body, owner, InteractionStore.BodyContext);
            await session.Execute($"""
                update interactions set private_body_cipher = {encryption.Encrypt(text, owner, InteractionStore.BodyContext)}
                where owner_id = {owner} and id = {id}
                """, stop);
        }
        leftInThisRound += await Left(session, Sql.Of($"interactions"), stale, stop);
        interactionsAfter = ids[^1];
        return true;
    }, stop);

    private static async Task<Guid[]> Ids(TransactionSession session, Sql table, Guid after, CancellationToken stop) =>
        [.. await session.Query($"select id from {table} where id > {after} order by id limit {Window}", row => row.GetGuid(0), stop)];

    /// <summary>Those that somebody else is writing: the next round finds them.</summary>
    private static Task<int> Left(TransactionSession session, Sql table, Sql stale, CancellationToken stop) =>
        session.FirstOrDefault($"select count(*)::int from {table} where {stale}", row => row.GetInt32(0), stop);

    [LoggerMessage(LogLevel.Information, "Every private field is encrypted with the newest key")]
    private static partial void LogDone(ILogger logger);
}
