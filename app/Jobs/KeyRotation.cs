using System.Diagnostics.CodeAnalysis;
using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.App.Jobs;

/// <summary>
/// A table with encrypted columns. The feature that owns it registers one with <c>AddEncryptedRows</c>, or one column with
/// <c>AddEncryptedColumn</c>.
/// </summary>
public interface IEncryptedRows
{
    /// <summary>The table's name. Its primary key is <c>id uuid</c>.</summary>
    Sql Table { get; }

    /// <summary>The condition for a row that holds a ciphertext of another key than the newest.</summary>
    /// <param name="newestPrefix">What a ciphertext of the newest key begins with: <see cref="FieldEncryption.NewestPrefix"/>.</param>
    Sql IsStale(byte[] newestPrefix);

    /// <summary>Re-encrypts the values of stale rows that are not locked. A row's version stays as it is.</summary>
    /// <param name="stale">The condition for the rows, to put into a predicate.</param>
    Task Reencrypt(TransactionSession session, Sql stale, CancellationToken cancellationToken);
}

/// <summary>
/// While ENCRYPTION_KEY_PREVIOUS is set, encrypts with ENCRYPTION_KEY what the previous key encrypted, and logs when nothing is left: then
/// the
/// key can be rotated again, or the previous one removed. Rows that live for a day (stored answers, uploads) are left to expire.
/// </summary>
public sealed partial class KeyRotation(
    Database db,
    FieldEncryption encryption,
    IEnumerable<IEncryptedRows> tables,
    ILogger<KeyRotation> logger
) : IWorkSource
{
    /// <summary>Rows looked at in one transaction.</summary>
    private const int Window = 500;

    private readonly byte[] newest = encryption.NewestPrefix;
    private readonly List<Walk> walks = [.. tables.Select(rows => new Walk(rows))];
    private int leftInThisRound;

    /// <summary>Processes that run with the previous key write with it until they are replaced, so one round is not enough.</summary>
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

        // Every table is at its end.
        if (leftInThisRound == 0)
            LogDone(logger);
        leftInThisRound = 0;
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
                await walk.Rows.Reencrypt(session, stale, cancellationToken);
                // Rows that somebody else is writing: the next round finds them.
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

    /// <summary>How far this round has come in one table.</summary>
    private sealed class Walk(IEncryptedRows rows)
    {
        public IEncryptedRows Rows => rows;

        public Guid After { get; set; }
    }
}

public static class EncryptedRowsExtensions
{
    /// <summary>Has <see cref="KeyRotation"/> encrypt a feature's table again.</summary>
    public static IServiceCollection AddEncryptedRows<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TRows
    >(this IServiceCollection services)
        where TRows : class, IEncryptedRows => services.AddSingleton<IEncryptedRows, TRows>();

    /// <summary>The same of a table with one encrypted column.</summary>
    /// <param name="field">What its values are encrypted for, beside the row's owner.</param>
    public static IServiceCollection AddEncryptedColumn(this IServiceCollection services, Sql table, Sql column, string field) =>
        services.AddSingleton<IEncryptedRows>(all => new SingleEncryptedColumn(
            all.GetRequiredService<FieldEncryption>(),
            table,
            column,
            field
        ));
}
