using System.Data;
using Npgsql;
using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.App.Verification;

/// <summary>
/// Checks whether this build can serve a database correctly. All checks read one snapshot in one read-only transaction, so it works on a
/// replica and on a database that is in use.
/// </summary>
/// <param name="version">APP_VERSION, for the report.</param>
public sealed class DatabaseVerifier(NpgsqlDataSource source, FieldEncryption encryption, string version)
{
    private const string BeforeCheck = "before_check";

    /// <param name="writtenSince">Minimum time of the worker's canary; null for any.</param>
    /// <exception cref="NpgsqlException">The database does not answer, or refuses to be read.</exception>
    public async Task<VerificationReport> Verify(DateTimeOffset? writtenSince, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var session = new TransactionSession(connection, transaction);
        await session.Execute($"set transaction read only", cancellationToken);
        var (at, isReplica) = await session.FirstOrDefault(
            $"select now(), pg_is_in_recovery()",
            row => (row.Time(0), row.GetBoolean(1)),
            cancellationToken
        );

        var encrypted = new EncryptionChecks(encryption);
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        DateTimeOffset? newest = null;
        var checks = new List<Check>();
        async Task Add(string name, Func<Task<Check>> check) => checks.Add(await Guarded(session, name, check, cancellationToken));
        await Add("migrations", () => SchemaChecks.Migrations(session, cancellationToken));
        await Add("schema", () => SchemaChecks.Objects(session, cancellationToken));
        await Add("enforcement", () => SchemaChecks.Enforcement(session, cancellationToken));
        await Add("references", () => SchemaChecks.References(session, cancellationToken));
        await Add("sequences", () => SchemaChecks.Sequences(session, cancellationToken));
        await Add("rows", async () =>
        {
            newest = await ContentChecks.Count(session, rows, cancellationToken);
            return ContentChecks.Rows(rows, newest, at);
        });
        await Add("canary", () => encrypted.Canary(session, writtenSince, cancellationToken));
        await Add("encryption", () => encrypted.Values(session, cancellationToken));
        await Add("jobs", () => WorkChecks.Jobs(session, cancellationToken));
        await Add("reminders", () => WorkChecks.Reminders(session, cancellationToken));
        return new VerificationReport(
            checks.TrueForAll(check => check.Status == CheckStatus.Ok) ? CheckStatus.Ok : CheckStatus.Failed,
            version,
            Migration.Newest,
            isReplica,
            at,
            newest,
            encrypted.LastWritten,
            checks,
            rows,
            encrypted.Found
        );
    }

    /// <summary>A missing table or column fails only the check that reads it.</summary>
    private static async Task<Check> Guarded(
        TransactionSession session,
        string name,
        Func<Task<Check>> check,
        CancellationToken cancellationToken
    )
    {
        await session.Savepoint(BeforeCheck, cancellationToken);
        try
        {
            return await check();
        }
        catch (PostgresException exception)
            when (exception.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn)
        {
            await session.RollbackTo(BeforeCheck, cancellationToken);
            // These two error messages name what is missing and quote no row.
            return new Check(name, CheckStatus.Failed, $"cannot be asked: {exception.MessageText}");
        }
    }
}
