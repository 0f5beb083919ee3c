using Npgsql;

namespace PmCrm.App.Data;

/// <summary>How features talk to PostgreSQL: through the pool, or inside one transaction. Both speak <see cref="Sql"/>.</summary>
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

    /// <summary>Rows as they come, for answers that are streamed; the connection is held until the last.</summary>
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

    /// <summary>The first row, or the type's default where there is none.</summary>
    public async Task<T?> FirstOrDefault<T>(Sql sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        await using var command = await Command(sql, cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SingleRow, cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? row(reader) : default;
    }

    /// <returns>How many rows the statement changed.</returns>
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

/// <summary>The pool: each statement on a connection of its own.</summary>
public sealed class Database(NpgsqlDataSource source) : DatabaseSession
{
    /// <summary>Of several that keep meeting, each attempt lets at least one through.</summary>
    private const int MaxAttempts = 5;

    public NpgsqlDataSource Source => source;

    /// <summary>
    /// Runs the work in one transaction: committed when it returns, rolled back when it throws. PostgreSQL ends one of two transactions
    /// that wait for each other; that one's work is done again from its start, so its only effects must be in the database and its result.
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
                // The other one goes on; this one waits its turn at the lock that the two met at.
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

/// <summary>One transaction; what it did is undone unless <see cref="Database.InTransaction{T}"/> gets to its end.</summary>
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
