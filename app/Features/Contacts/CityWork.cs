using System.Security.Cryptography;
using PmCrm.App.Data;
using PmCrm.App.Jobs;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Contacts;

/// <summary>
/// Computes missing city fingerprints of addresses: those written before the migration 20261204_filter_cities, or by a version that does
/// not know it. A contact's version does not change. Addresses whose key is missing stay in the queue until it is back.
/// </summary>
public sealed partial class CityWork(Database db, FieldEncryption encryption, ContactCipher cipher, ILogger<CityWork> logger) : IWorkSource
{
    /// <summary>Number of contacts per transaction. Ten addresses of maximum length are 10 KB.</summary>
    private const int Batch = 200;

    private readonly byte[]?[] keys = [.. encryption.Prefixes];
    private int waiting;

    /// <summary>Exactly the condition of the index contacts_without_cities, so that the query costs nothing if there is no work.</summary>
    private static Sql IsStale =>
        Sql.Of($"addresses_cipher is not null and cities_of is distinct from substring(addresses_cipher from 1 for 17)");

    public TimeSpan Pause => TimeSpan.FromSeconds(30);

    public Task<bool> DoNext(CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                var stale = await session.Query(
                    $"""
                    select id, owner_id, addresses_cipher from contacts
                    where {IsStale} and substring(addresses_cipher from 1 for 5) = any({keys})
                    order by id limit {Batch} for update skip locked
                    """,
                    row => (Id: row.GetGuid(0), Owner: row.GetGuid(1), Addresses: row.Bytes(2)),
                    cancellationToken
                );
                foreach (var (id, owner, addresses) in stale)
                    await session.Execute(
                        $"""
                        update contacts set cities_of = substring(addresses_cipher from 1 for 17),
                            city_fingerprints = nullif({Fingerprints(id, owner, addresses)}, array[]::bytea[])
                        where owner_id = {owner} and id = {id}
                        """,
                        cancellationToken
                    );
                if (stale.Count == 0)
                    await TellWaiting(session, cancellationToken);
                return stale.Count > 0;
            },
            cancellationToken
        );

    /// <summary>Says how many addresses wait for their key, when that has changed.</summary>
    private async Task TellWaiting(TransactionSession session, CancellationToken cancellationToken)
    {
        var count = await session.FirstOrDefault(
            $"select count(*)::int from contacts where {IsStale} and substring(addresses_cipher from 1 for 5) <> all({keys})",
            row => row.GetInt32(0),
            cancellationToken
        );
        if (count > 0 && count != waiting)
            LogWaiting(logger, count);
        waiting = count;
    }

    private byte[]?[] Fingerprints(Guid id, Guid owner, byte[]? addresses)
    {
        try
        {
            return cipher.CityFingerprints(cipher.Addresses(addresses, owner), owner);
        }
        catch (CryptographicException exception)
        {
            // Its key is there, so its bytes were changed: no later attempt can read them. The others must not wait for it.
            LogUnreadable(logger, id, exception);
            return [];
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The addresses of {Count} contacts are encrypted with a key that was not given: the filter by city does not find them until it is"
    )]
    private static partial void LogWaiting(ILogger logger, int count);

    [LoggerMessage(LogLevel.Warning, "The addresses of contact {Id} cannot be decrypted: the filter by city does not find it")]
    private static partial void LogUnreadable(ILogger logger, Guid id, Exception exception);
}
