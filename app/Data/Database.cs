using Npgsql;

namespace PmCrm.App.Data;

/// <summary>How features talk to PostgreSQL: through the pool, or inside one transaction. Both speak <see cref="Sql"/>.</summary>
public abstract class DatabaseSession
{
    private protected abstract ValueTask<NpgsqlCommand> Command(Sql sql, CancellationToken stop);

    /// <summary>All rows.</summary>
    public async Task<List<T>> Query<T>(Sql sql, Func<NpgsqlDataReader, T> row, CancellationToken stop)
    {
        await using var command = await Command(sql, stop);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new List<T>();
        while (await reader.ReadAsync(stop)) rows.Add(row(reader));
        return rows;
    }

    /// <summary>Rows as they come, for answers that are streamed; the connection is held until the last.</summary>
    public async IAsyncEnumerable<T> Stream<T>(
        Sql sql, Func<NpgsqlDataReader, T> row, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var command = await Command(sql, stop);
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop)) yield return row(reader);
    }

    /// <summary>The first row, or the type's default where there is none.</summary>
    public async Task<T?> FirstOrDefault<T>(Sql sql, Func<NpgsqlDataReader, T> row, CancellationToken stop)
    {
        await using var command = await Command(sql, stop);
        await using var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SingleRow, stop);
        return await reader.ReadAsync(stop) ? row(reader) : default;
    }

    /// <returns>How many rows the statement changed.</returns>
    public async Task<int> Execute(Sql sql, CancellationToken stop)
    {
        await using var command = await Command(sql, stop);
        return await command.ExecuteNonQueryAsync(stop);
    }

    private protected static void Fill(NpgsqlCommand command, Sql sql)
    {
        command.CommandText = sql.Text;
        foreach (var parameter in sql.Parameters) command.Parameters.Add(parameter);
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
    public async Task<T> InTransaction<T>(Func<TransactionSession, Task<T>> work, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Once(work, stop);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < MaxAttempts)
            {
                // The other one goes on; this one waits its turn at the lock that the two met at.
            }
        }
    }

    private async Task<T> Once<T>(Func<TransactionSession, Task<T>> work, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var result = await work(new TransactionSession(connection, transaction));
        await transaction.CommitAsync(stop);
        return result;
    }

    /// <inheritdoc cref="InTransaction{T}"/>
    public Task InTransaction(Func<TransactionSession, Task> work, CancellationToken stop) =>
        InTransaction(async session =>
        {
            await work(session);
            return true;
        }, stop);

    private protected override ValueTask<NpgsqlCommand> Command(Sql sql, CancellationToken stop)
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

    public Task Savepoint(string name, CancellationToken stop) => transaction.SaveAsync(name, stop);

    public Task RollbackTo(string name, CancellationToken stop) => transaction.RollbackAsync(name, stop);

    private protected override ValueTask<NpgsqlCommand> Command(Sql sql, CancellationToken stop)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        Fill(command, sql);
        return ValueTask.FromResult(command);
    }
}
