using System.Globalization;
using System.Text.Json;
using Npgsql;
using PmCrm.App.Data;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Import;

/// <summary>The rows of uploads in PostgreSQL.</summary>
public sealed class ImportRows(Database db, FieldEncryption encryption, ImportMatches matches)
{
    private const string Order = "imports:rows";

    /// <summary>Number of rows that the worker reads at once. A row may have 512 KB; all rows of a file together, 16 MB.</summary>
    private const int Batch = 100;

    internal static Task<int> Insert(
        DatabaseSession session,
        Guid owner,
        Guid id,
        ImportBatch batch,
        Dictionary<int, ImportMatch> found,
        CancellationToken cancellationToken
    )
    {
        var matchIds = batch.Lines.Select(line => found.GetValueOrDefault(line)?.ContactId ?? Guid.Empty).ToArray();
        var matchedBy = batch.Lines.Select(line => found.GetValueOrDefault(line)?.By ?? "").ToArray();
        return session.Execute(
            $"""
            insert into import_rows (owner_id, import_id, line, contact_cipher, errors, changes_cipher, match_id, match_by)
            select {owner}, {id}, line, contact, nullif(errors, '')::jsonb, changes, nullif(match_id, {Guid.Empty}), nullif(match_by, '')
            from unnest({batch.Lines.ToArray()}, {batch.Contacts.ToArray()}, {batch.Errors.ToArray()}, {batch.Changes.ToArray()},
                {matchIds}, {matchedBy}) as row (line, contact, errors, changes, match_id, match_by)
            """,
            cancellationToken
        );
    }

    public async Task<Page<ImportRowView>> Rows(
        Guid owner,
        Guid id,
        ImportRowFilter filter,
        int afterLine,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var rows = await db.Query(
            $"""
            {RowColumns} where r.owner_id = {owner} and r.import_id = {id} and r.line > {afterLine}
            {(filter.ErrorsOnly ? Sql.Of($"and r.errors is not null") : Sql.Empty)}
            {(filter.ChangesOnly ? Sql.Of($"and r.changes_cipher is not null") : Sql.Empty)}
            {(filter.MatchesOnly ? Sql.Of($"and r.match_id is not null") : Sql.Empty)} order by r.line limit {limit + 1}
            """,
            row => ReadRow(row, owner),
            cancellationToken
        );
        return Page.Of(rows, limit, last => new Cursor(Order, last.Line.ToString(CultureInfo.InvariantCulture), id));
    }

    /// <summary>Changes a row's contact or action, until the import is confirmed.</summary>
    /// <param name="contact">Normalized and validated; null to keep the current one.</param>
    /// <returns>Null if the import has no such row; the row is not changed if the import is already confirmed.</returns>
    public Task<(bool IsOpen, ImportRowView? Row)> Change(
        Guid owner,
        Guid id,
        int line,
        ContactFields? contact,
        ImportAction? action,
        CancellationToken cancellationToken
    ) =>
        db.InTransaction(
            async session =>
            {
                var status = await session.FirstOrDefault(
                    $"select status from imports where owner_id = {owner} and id = {id} and expires_at > now() for update",
                    row => row.GetString(0),
                    cancellationToken
                );
                if (status is null)
                    return (true, null);
                if (status != "previewed")
                    return (false, (ImportRowView?)null);
                if (contact is not null && !await Mend(session, owner, id, line, contact, cancellationToken))
                    return (true, null);
                if (action is { } wanted)
                    await session.Execute(
                        $"update import_rows set action = {wanted.Name()} where owner_id = {owner} and import_id = {id} and line = {line}",
                        cancellationToken
                    );
                var row = await session.FirstOrDefault(
                    $"{RowColumns} where r.owner_id = {owner} and r.import_id = {id} and r.line = {line}",
                    row => ReadRow(row, owner),
                    cancellationToken
                );
                return (true, row);
            },
            cancellationToken
        );

    /// <summary>Replaces the row's contact, removes its errors and changes, and searches for a matching contact again.</summary>
    private async Task<bool> Mend(
        TransactionSession session,
        Guid owner,
        Guid id,
        int line,
        ContactFields contact,
        CancellationToken cancellationToken
    )
    {
        var found = await matches.Find(session, owner, [new(line, contact, [], [])], cancellationToken);
        var match = found.GetValueOrDefault(line);
        var was = await session.FirstOrDefault(
            $"""
            select errors is not null, changes_cipher is not null, match_id is not null from import_rows
            where owner_id = {owner} and import_id = {id} and line = {line} for update
            """,
            row => (HasErrors: row.GetBoolean(0), HasChanges: row.GetBoolean(1), HasMatch: row.GetBoolean(2), IsThere: true),
            cancellationToken
        );
        if (!was.IsThere)
            return false;
        await session.Execute(
            $"""
            update import_rows set contact_cipher = {ImportCipher.Encrypt(
                encryption,
                owner,
                contact
            )}, errors = null, changes_cipher = null,
                match_id = {match?.ContactId}, match_by = {match?.By}
            where owner_id = {owner} and import_id = {id} and line = {line}
            """,
            cancellationToken
        );
        await session.Execute(
            $"""
            update imports set error_count = error_count - {(was.HasErrors ? 1 : 0)}, change_count = change_count - {(
                was.HasChanges ? 1 : 0
            )},
                match_count = match_count + {(match is null ? 0 : 1) - (was.HasMatch ? 1 : 0)}
            where owner_id = {owner} and id = {id}
            """,
            cancellationToken
        );
        return true;
    }

    public static bool TryReadCursor(string text, Guid id, out int line)
    {
        line = 0;
        return Cursor.TryParse(text, Order, out var cursor)
            && cursor.Id == id
            && int.TryParse(cursor.Key, NumberStyles.None, CultureInfo.InvariantCulture, out line);
    }

    /// <summary>The next rows without errors, in the file's order.</summary>
    internal Task<List<ConfirmedRow>> Contacts(
        DatabaseSession session,
        Guid owner,
        Guid id,
        int afterLine,
        CancellationToken cancellationToken
    ) =>
        session.Query(
            $"""
            select r.line, r.contact_cipher, r.match_id, coalesce(r.action, case when r.match_id is null then 'create' else i.on_match end, 'create')
            from import_rows r join imports i on i.owner_id = r.owner_id and i.id = r.import_id
            where r.owner_id = {owner} and r.import_id = {id} and r.line > {afterLine} and r.contact_cipher is not null
            order by r.line limit {Batch}
            """,
            row => new ConfirmedRow(
                row.GetInt32(0),
                ImportCipher.Contact(encryption, owner, row.Bytes(1))!,
                row.Uuid(2),
                ImportActions.Parse(row.GetString(3))
            ),
            cancellationToken
        );

    private static Sql RowColumns =>
        Sql.Of(
            $"""
            select r.line, r.contact_cipher, r.errors::text, r.changes_cipher, r.match_by, c.id, c.name, r.action,
                p.content_type, p.width, p.height, p.size_bytes
            from import_rows r
            left join contacts c on c.owner_id = r.owner_id and c.id = r.match_id and c.deleted_at is null
            left join import_photos p on p.owner_id = r.owner_id and p.import_id = r.import_id and p.line = r.line
            """
        );

    private ImportRowView ReadRow(NpgsqlDataReader row, Guid owner) =>
        new(
            row.GetInt32(0),
            ImportCipher.Contact(encryption, owner, row.Bytes(1)),
            Errors(row.Text(2)),
            ImportCipher.Changes(encryption, owner, row.Bytes(3)),
            row.Uuid(5) is { } match ? new ImportMatchView(match, row.GetString(6), row.GetString(4)) : null,
            row.Text(7),
            row.Text(8) is { } type ? new ImportPhotoView(type, row.GetInt32(9), row.GetInt32(10), row.GetInt32(11)) : null
        );

    private static IReadOnlyList<ImportError> Errors(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, ImportJson.Default.IReadOnlyListImportError) ?? [];
}
