using Npgsql;
using PmCrm.App.Data;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Storage;
using PmCrm.App.Jobs;
using PmCrm.App.Load;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Import;

/// <summary>The outcome of a confirmation.</summary>
public enum ConfirmOutcome
{
    Done,
    NotFound,

    /// <summary>Some rows have errors, and the caller did not ask to leave them out.</summary>
    HasErrors,

    /// <summary>The import failed, or has no row to import.</summary>
    Impossible,
}

/// <summary>Uploads in PostgreSQL. The rows are stored encrypted, for at most a day.</summary>
public sealed class ImportStore(Database db, FieldEncryption encryption, ImportMatches matches)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private static readonly TimeSpan ResultLifetime = TimeSpan.FromDays(7);

    private readonly FairGate gate = new(
        slots: Math.Max(1, Environment.ProcessorCount - 1),
        maxWaitingPerKey: 10,
        maxWaiting: 200,
        timeout: TimeSpan.FromSeconds(30)
    );

    private static readonly Sql Columns = Sql.Of(
        $"""
        id, format, file_name, status, row_count, error_count, imported_count, created_at, finished_at, expires_at, encoding, change_count,
        match_count, on_match, updated_count, skipped_count, photo_count, kept_photo_count, lost_photo_count
        """
    );

    /// <summary>
    /// Reads the completely received file and stores its rows as they are read: neither the whole file nor all of its rows are ever in
    /// memory. The number of files read at a time is the number of processors minus one; users take turns.
    /// </summary>
    /// <param name="reader">Creates a reader for the file's format.</param>
    /// <exception cref="ImportFileException">The file as a whole does not have the expected format.</exception>
    /// <exception cref="TooBusyException">Too many files are waiting, for this owner or in total.</exception>
    public async Task<ImportView> Preview(
        Guid owner,
        string format,
        string? fileName,
        Func<IContactFileReader> reader,
        SpoolStream file,
        CancellationToken cancellationToken
    )
    {
        using var _ = await gate.Enter(owner.ToString("N"), cancellationToken);
        return await db.InTransaction(
            async session =>
            {
                // From the start, since the transaction may be retried.
                file.Rewind();
                var contacts = reader();
                await ImportMatches.PlanForTheseRows(session, cancellationToken);
                var id = Guid.CreateVersion7();
                await session.Execute(
                    $"""
                    insert into imports (id, owner_id, format, file_name, status, row_count, error_count, expires_at)
                    values ({id}, {owner}, {format}, {fileName}, 'previewed', 0, 0, now() + {Lifetime})
                    """,
                    cancellationToken
                );
                var batch = new ImportBatch(owner, encryption, await StoredObjects.Room(session, owner, cancellationToken));
                await using var rows = contacts.Read(file, cancellationToken).GetAsyncEnumerator(cancellationToken);
                var matchCount = 0;
                while (await FairGate.OnOwnThread(() => batch.Fill(rows), cancellationToken))
                {
                    var found = await matches.Find(session, owner, batch.Readable, cancellationToken);
                    matchCount += found.Count;
                    await ImportRows.Insert(session, owner, id, batch, found, cancellationToken);
                    await ImportPhotos.Insert(session, owner, id, batch.Photos, cancellationToken);
                }
                var view = await session.FirstOrDefault(
                    $"""
                    update imports set row_count = {batch.RowCount}, error_count = {batch.ErrorCount}, change_count = {batch.ChangeCount},
                        match_count = {matchCount}, encoding = {contacts.Encoding}, photo_count = {batch.PhotoCount}
                    where owner_id = {owner} and id = {id} returning {Columns}
                    """,
                    Read,
                    cancellationToken
                );
                return view! with { Ignored = [.. contacts.Ignored] };
            },
            cancellationToken
        );
    }

    public Task<ImportView?> Find(Guid owner, Guid id, CancellationToken cancellationToken) =>
        db.FirstOrDefault(
            $"select {Columns} from imports where owner_id = {owner} and id = {id} and expires_at > now()",
            Read,
            cancellationToken
        );

    /// <summary>Deletes an upload that was not confirmed.</summary>
    public async Task<bool> Discard(Guid owner, Guid id, CancellationToken cancellationToken) =>
        await db.Execute($"delete from imports where owner_id = {owner} and id = {id} and status = 'previewed'", cancellationToken) == 1;

    /// <summary>Queues the import for the worker. Confirming again changes nothing.</summary>
    /// <param name="skipErrors">Whether rows with errors are left out; otherwise they prevent the whole import.</param>
    /// <param name="onMatch">The action for rows whose contact already exists, unless a row has its own.</param>
    public Task<(ConfirmOutcome Outcome, ImportView? Import)> Confirm(
        Guid owner,
        Guid id,
        bool skipErrors,
        ImportAction onMatch,
        CancellationToken cancellationToken
    ) =>
        db.InTransaction(
            async session =>
            {
                var import = await session.FirstOrDefault(
                    $"select {Columns} from imports where owner_id = {owner} and id = {id} and expires_at > now() for update",
                    Read,
                    cancellationToken
                );
                if (import is null)
                    return (ConfirmOutcome.NotFound, (ImportView?)null);
                if (import.Status is "confirmed" or "done")
                    return (ConfirmOutcome.Done, import);
                if (import.Status == "failed" || import.RowCount == import.ErrorCount)
                    return (ConfirmOutcome.Impossible, import);
                if (import.ErrorCount > 0 && !skipErrors)
                    return (ConfirmOutcome.HasErrors, import);

                var onMatchName = onMatch.Name();
                var confirmed = await session.FirstOrDefault(
                    $"""
                    update imports set status = 'confirmed', confirmed_at = now(), expires_at = now() + {ResultLifetime}, on_match = {onMatchName}
                    where owner_id = {owner} and id = {id} returning {Columns}
                    """,
                    Read,
                    cancellationToken
                );
                await JobQueue.Enqueue(session, ImportJob.JobKind, owner, id, cancellationToken);
                return (ConfirmOutcome.Done, confirmed);
            },
            cancellationToken
        );

    private static ImportView Read(NpgsqlDataReader row) =>
        new()
        {
            Id = row.GetGuid(0),
            Format = row.GetString(1),
            FileName = row.Text(2),
            Status = row.GetString(3),
            RowCount = row.GetInt32(4),
            ErrorCount = row.GetInt32(5),
            ImportedCount = row.GetInt32(6),
            CreatedAt = row.Time(7),
            FinishedAt = row.TimeOrNull(8),
            ExpiresAt = row.Time(9),
            Encoding = row.Text(10),
            ChangeCount = row.GetInt32(11),
            MatchCount = row.GetInt32(12),
            OnMatch = row.Text(13),
            UpdatedCount = row.GetInt32(14),
            SkippedCount = row.GetInt32(15),
            PhotoCount = row.GetInt32(16),
            KeptPhotoCount = row.GetInt32(17),
            LostPhotoCount = row.GetInt32(18),
        };
}
