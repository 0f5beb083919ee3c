using Npgsql;

namespace PmCrm.App.Data;

/// <summary>Access to PostgreSQL for features: through the pool, or inside one transaction. Both take <see cref="Sql"/>.</summary>
public abstract class DatabaseSession
{
    private protected abstract ValueTask<NpgsqlCommand> Command(Sql sql, CancellationToken cancellationToken);

    /// <summary>All rows.</summary>
    public async Task<List<T>> Query<T>(Sql sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        await using var command = await Command(sql, cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(row(reader));
        return rows;
    }

    /// <summary>Streams the rows, for answers that are streamed; the connection is held until the last row.</summary>
    public async IAsyncEnumerable<T> Stream<T>(
        Sql sql,
        Func<NpgsqlDataReader, T> row,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var command = await Command(sql, cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            yield return row(reader);
    }

    /// <summary>The first row, or the type's default if there is none.</summary>
    public async Task<T?> FirstOrDefault<T>(Sql sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        await using var command = await Command(sql, cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SingleRow, cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? row(reader) : default;
    }

    /// <returns>The number of rows that the statement changed.</returns>
    public async Task<int> Execute(Sql sql, CancellationToken cancellationToken)
    {
        await using var command = await Command(sql, cancellationToken);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private protected static void Fill(NpgsqlCommand command, Sql sql)
    {
        command.CommandText = sql.Text;
        foreach (var parameter in sql.Parameters)
            command.Parameters.Add(parameter);
    }
}

/// <summary>The pool: each statement uses a connection of its own.</summary>
public sealed class Database(NpgsqlDataSource source) : DatabaseSession
{
    /// <summary>Even if several transactions conflict repeatedly, each attempt lets at least one of them finish.</summary>
    private const int MaxAttempts = 5;

    public NpgsqlDataSource Source => source;

    /// <summary>
    /// Runs the work in one transaction: it is committed when the work returns, and rolled back when it throws. On a deadlock, PostgreSQL
    /// aborts one of the transactions, and its work is run again from the start. So the work must have no effects other than in the
    /// database and its result.
    /// </summary>
    public async Task<T> InTransaction<T>(Func<TransactionSession, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Once(work, cancellationToken);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < MaxAttempts)
            {
                // The other transaction continues; the retry waits for it at the lock of the deadlock.
            }
        }
    }

    private async Task<T> Once<T>(Func<TransactionSession, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await work(new TransactionSession(connection, transaction));
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <inheritdoc cref="InTransaction{T}"/>
    public Task InTransaction(Func<TransactionSession, Task> work, CancellationToken cancellationToken) =>
        InTransaction(
            async session =>
            {
                await work(session);
                return true;
            },
            cancellationToken
        );

    private protected override ValueTask<NpgsqlCommand> Command(Sql sql, CancellationToken cancellationToken)
    {
        var command = source.CreateCommand();
        Fill(command, sql);
        return ValueTask.FromResult(command);
    }
}

/// <summary>One transaction; it is rolled back unless <see cref="Database.InTransaction{T}"/> completes.</summary>
public sealed class TransactionSession(NpgsqlConnection connection, NpgsqlTransaction transaction) : DatabaseSession
{
    public NpgsqlConnection Connection => connection;

    public Task Savepoint(string name, CancellationToken cancellationToken) => transaction.SaveAsync(name, cancellationToken);

    public Task RollbackTo(string name, CancellationToken cancellationToken) => transaction.RollbackAsync(name, cancellationToken);

    private protected override ValueTask<NpgsqlCommand> Command(Sql sql, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        Fill(command, sql);
        return ValueTask.FromResult(command);
    }
}
