using Npgsql;
using PmCrm.App.Data;
using PmCrm.App.Features.Me;
using PmCrm.App.Jobs;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Exports;

/// <summary>
/// Exports: the requests, and the files, encrypted and in parts, for a day. The files are in PostgreSQL if no object storage is configured.
/// </summary>
public sealed class ExportStore(Database db, FieldEncryption encryption, ExportObjects objects)
{
    public const string Done = "done";
    public const string Failed = "failed";
    public const string Expired = "expired";

    /// <summary>The start of the encryption context of a part; the export and the part's number follow.</summary>
    internal const string PartField = "export_parts.content/";

    /// <summary>Time from the request until it is given up, and from its completion until it is erased.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>In bytes: few rows, and little memory for writing and reading one.</summary>
    public const int PartSize = 256 * 1024;

    // An export that is done but has no size lost its file in a rollback of the schema.
    private static readonly Sql Columns = Sql.Of(
        $"""
        id, format, case when expires_at <= now() or (status = 'done' and size_bytes is null) then 'expired' else status end,
        size_bytes, created_at, finished_at, expires_at
        """
    );

    /// <summary>
    /// Queues an export for the worker. While one of the same format is waiting or running, a repeated request returns that one.
    /// </summary>
    public Task<ExportView> Request(Guid owner, ExportFormat format, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                var name = Name(format);
                // An export that was not processed within a day must not block a new one.
                await session.Execute(
                    $"delete from exports where owner_id = {owner} and format = {name} and status = 'queued' and expires_at <= now()",
                    cancellationToken
                );
                var id = Guid.CreateVersion7();
                var created = await session.FirstOrDefault(
                    $"""
                    insert into exports (id, owner_id, format, status, expires_at) values ({id}, {owner}, {name}, 'queued', now() + {Lifetime})
                    on conflict (owner_id, format) where status = 'queued' do update set status = 'queued'
                    returning {Columns}
                    """,
                    Read,
                    cancellationToken
                );
                await JobQueue.Enqueue(session, JobKind(format), owner, created!.Id, cancellationToken);
                return created;
            },
            cancellationToken
        );

    public Task<ExportView?> Find(Guid owner, Guid id, CancellationToken cancellationToken) =>
        db.FirstOrDefault($"select {Columns} from exports where owner_id = {owner} and id = {id}", Read, cancellationToken);

    /// <summary>Writes the file of a finished export. No connection is held between its parts, however slowly the client reads.</summary>
    /// <exception cref="InvalidOperationException">It expired during the download, or the account was erased.</exception>
    public async Task CopyTo(Stream to, Guid owner, ExportView export, CancellationToken cancellationToken)
    {
        if (await objects.CopyTo(to, owner, export.Id, export.Size ?? 0, cancellationToken))
            return;
        var left = export.Size ?? 0;
        for (var part = 0; left > 0; part++)
        {
            var cipher = await db.FirstOrDefault(
                $"select content_cipher from export_parts where owner_id = {owner} and export_id = {export.Id} and part = {part}",
                row => row.GetFieldValue<byte[]>(0),
                cancellationToken
            ) ?? throw new InvalidOperationException("A part of the export is gone.");
            var content = encryption.DecryptBytes(cipher, owner, Field(export.Id, part));
            await to.WriteAsync(content, cancellationToken);
            left -= content.Length;
        }
    }

    /// <returns>The format that the worker must write; null if the export is no longer wanted, or done.</returns>
    internal static async Task<ExportFormat?> Wanted(DatabaseSession session, Guid owner, Guid id, CancellationToken cancellationToken) =>
        (
            await session.Query(
                $"""
                select format from exports where owner_id = {owner} and id = {id} and status = 'queued' and expires_at > now()
                """,
                row => Format(row.GetString(0)),
                cancellationToken
            )
        )
            is [var format]
            ? format
            : null;

    internal Task AddPart(
        DatabaseSession session,
        Guid owner,
        Guid id,
        int part,
        ReadOnlySpan<byte> content,
        CancellationToken cancellationToken
    )
    {
        var cipher = encryption.Encrypt(content, owner, Field(id, part));
        return session.Execute(
            $"insert into export_parts (owner_id, export_id, part, content_cipher) values ({owner}, {id}, {part}, {cipher})",
            cancellationToken
        );
    }

    /// <summary>Marks the export as done and removes earlier ones of its format: one file of each format is enough.</summary>
    internal static async Task Finish(
        DatabaseSession session,
        Guid owner,
        Guid id,
        long size,
        Guid? objectId,
        CancellationToken cancellationToken
    )
    {
        await session.Execute(
            $"""
            update exports set status = {Done}, size_bytes = {size}, object_id = {objectId}, finished_at = clock_timestamp(),
                expires_at = clock_timestamp() + {Lifetime}
            where owner_id = {owner} and id = {id}
            """,
            cancellationToken
        );
        await session.Execute(
            $"""
            delete from exports where owner_id = {owner} and id <> {id} and status = {Done}
                and format = (select format from exports where owner_id = {owner} and id = {id})
            """,
            cancellationToken
        );
    }

    internal static Task Fail(DatabaseSession session, Guid owner, Guid id, CancellationToken cancellationToken) =>
        session.Execute(
            $"update exports set status = {Failed}, finished_at = clock_timestamp() where owner_id = {owner} and id = {id}",
            cancellationToken
        );

    // A part that was moved to another place or file cannot be decrypted there.
    internal static string Field(Guid export, int part) => $"{PartField}{export}/{part}";

    private static string JobKind(ExportFormat format) =>
        format is ExportFormat.Json or ExportFormat.Vcard ? ExportJob.JobKind : ContactFileJob.JobKind;

    private static string Name(ExportFormat format) => format.ToString().ToLowerInvariant();

    private static ExportFormat Format(string name) => Enum.Parse<ExportFormat>(name, ignoreCase: true);

    private static ExportView Read(NpgsqlDataReader row) =>
        new()
        {
            Id = row.GetGuid(0),
            Format = Format(row.GetString(1)),
            Status = row.GetString(2),
            Size = row.IsDBNull(3) ? null : row.GetInt64(3),
            CreatedAt = row.Time(4),
            FinishedAt = row.TimeOrNull(5),
            ExpiresAt = row.Time(6),
        };
}
