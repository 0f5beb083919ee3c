using System.Diagnostics.CodeAnalysis;
using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.App.Jobs;

/// <summary>
/// A table with encrypted columns. The feature that owns it registers one with <c>AddEncryptedRows</c>, or a table with one such column
/// with <c>AddEncryptedColumn</c>.
/// </summary>
public interface IEncryptedRows
{
    /// <summary>The table's name. Its primary key is <c>id uuid</c>.</summary>
    Sql Table { get; }

    /// <summary>The condition for a row with a ciphertext that was not made with the newest key.</summary>
    /// <param name="newestPrefix">The first bytes of a ciphertext of the newest key: <see cref="FieldEncryption.NewestPrefix"/>.</param>
    Sql IsStale(byte[] newestPrefix);

    /// <summary>Re-encrypts the values of stale rows that are not locked. A row's version does not change.</summary>
    /// <param name="stale">The condition that selects the rows.</param>
    /// <returns>
    /// The number of rows with a value that none of the configured keys decrypts. Such a value is not changed, so that it is readable again
    /// when its key is; all other values are re-encrypted.
    /// </returns>
    Task<int> Reencrypt(TransactionSession session, Sql stale, CancellationToken cancellationToken);
}

/// <summary>
/// While ENCRYPTION_KEY_PREVIOUS is set, re-encrypts the values of the previous key with ENCRYPTION_KEY. It logs when nothing is left: then
/// the key can be rotated again, or the previous one removed. Rows that live for a day (stored answers, uploads) are left to expire.
/// </summary>
public sealed partial class KeyRotation(
    Database db,
    FieldEncryption encryption,
    IEnumerable<IEncryptedRows> tables,
    ILogger<KeyRotation> logger
) : IWorkSource
{
    /// <summary>Number of rows checked in one transaction.</summary>
    private const int Window = 500;

    private readonly byte[] newest = encryption.NewestPrefix;
    private readonly List<Walk> walks = [.. tables.Select(rows => new Walk(rows))];
    private int leftInThisRound;
    private int unreadableInThisRound;

    /// <summary>Processes with the old settings write with the previous key until they are replaced, so one round is not enough.</summary>
    public TimeSpan Pause => TimeSpan.FromMinutes(5);

    public async Task<bool> DoNext(CancellationToken cancellationToken)
    {
        if (!encryption.IsRotating)
            return false;
        var any = false;
        foreach (var walk in walks)
            any |= await Next(walk, cancellationToken);
        if (any)
            return true;

        // All tables are done.
        if (leftInThisRound == 0)
            LogDone(logger);
        else if (leftInThisRound == unreadableInThisRound)
            LogDoneBut(logger, unreadableInThisRound);
        (leftInThisRound, unreadableInThisRound) = (0, 0);
        foreach (var walk in walks)
            walk.After = default;
        return false;
    }

    private Task<bool> Next(Walk walk, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                Guid[] ids =
                [
                    .. await session.Query(
                        $"select id from {walk.Rows.Table} where id > {walk.After} order by id limit {Window}",
                        row => row.GetGuid(0),
                        cancellationToken
                    ),
                ];
                if (ids.Length == 0)
                    return false;
                var stale = Sql.Of($"id = any({ids}) and ({walk.Rows.IsStale(newest)})");
                unreadableInThisRound += await walk.Rows.Reencrypt(session, stale, cancellationToken);
                // Rows that are locked by other writers: the next round finds them.
                leftInThisRound += await session.FirstOrDefault(
                    $"select count(*)::int from {walk.Rows.Table} where {stale}",
                    row => row.GetInt32(0),
                    cancellationToken
                );
                walk.After = ids[^1];
                return true;
            },
            cancellationToken
        );

    [LoggerMessage(LogLevel.Information, "Every private field is encrypted with the newest key")]
    private static partial void LogDone(ILogger logger);

    [LoggerMessage(
        LogLevel.Warning,
        "Every private field is encrypted with the newest key, except in {Count} rows that no configured key decrypts; these were not changed"
    )]
    private static partial void LogDoneBut(ILogger logger, int count);

    /// <summary>The progress of this round in one table.</summary>
    private sealed class Walk(IEncryptedRows rows)
    {
        public IEncryptedRows Rows => rows;

        public Guid After { get; set; }
    }
}

public static class EncryptedRowsExtensions
{
    /// <summary>Makes <see cref="KeyRotation"/> re-encrypt a feature's table.</summary>
    public static IServiceCollection AddEncryptedRows<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TRows
    >(this IServiceCollection services)
        where TRows : class, IEncryptedRows => services.AddSingleton<IEncryptedRows, TRows>();

    /// <summary>The same for a table with one encrypted column.</summary>
    /// <param name="field">The encryption context of its values, together with the row's owner.</param>
    public static IServiceCollection AddEncryptedColumn(this IServiceCollection services, Sql table, Sql column, string field) =>
        services.AddSingleton<IEncryptedRows>(all => new SingleEncryptedColumn(
            all.GetRequiredService<FieldEncryption>(),
            table,
            column,
            field
        ));
}
