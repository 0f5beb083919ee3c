using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using PmCrm.App.Data;
using PmCrm.App.Jobs;

namespace PmCrm.App.Features.Search;

/// <summary>
/// The vectors of contacts and interactions, if PostgreSQL has the type <c>vector</c> and an embedding service is configured. The worker
/// updates them; search finds the nearest.
/// </summary>
public sealed class SemanticIndex(Database db, IEmbedder embedder) : IWorkSource
{
    /// <summary>
    /// Number of texts in one request to the embedding service. OpenAI accepts at most 300,000 tokens in all of them together
    /// (github.com/openai/openai-python, src/openai/types/embedding_create_params.py).
    /// </summary>
    private const int Batch = 32;

    /// <summary>
    /// Maximum number of characters of one text: enough to represent its topic. OpenAI refuses a request with a text of more than 8,192
    /// tokens (the same file), and a character of a rare script can be up to four tokens, one for each of its bytes.
    /// </summary>
    private const int MaxText = 2000;

    /// <summary>Cosine distance above which texts have little in common.</summary>
    private const double Far = 0.65;

    /// <summary>Determined with the first use: after a migration that adds the table, new processes start.</summary>
    private bool? hasTable;

    public TimeSpan Pause => TimeSpan.FromSeconds(30);

    public async Task<bool> IsAvailable(CancellationToken cancellationToken)
    {
        if (!embedder.IsConfigured)
            return false;
        hasTable ??= await db.FirstOrDefault($"select to_regclass('embeddings') is not null", row => row.GetBoolean(0), cancellationToken);
        return hasTable.Value;
    }

    /// <summary>Items with a meaning similar to the text, nearest first.</summary>
    public async Task<List<HitKey>> Nearest(Guid owner, string text, int depth, CancellationToken cancellationToken)
    {
        var vector = Literal((await embedder.Embed([text], cancellationToken))[0]);
        return await db.Query(
            $"""
            select subject_kind, subject_id from (
                select subject_kind, subject_id, embedding <=> {vector}::vector as distance from embeddings
                where owner_id = {owner} and model = {embedder.Model}) as near
            where distance < {Far} order by distance, subject_id limit {depth}
            """,
            row => new HitKey(row.GetString(0) == "contact" ? HitKind.Contact : HitKind.Interaction, row.GetGuid(1)),
            cancellationToken
        );
    }

    /// <summary>
    /// Makes vectors for everything changed since the last run. Nothing is locked during the request: two workers may make the same vector,
    /// and a text that changes in the meantime is processed again because its time is later.
    /// </summary>
    public async Task<bool> DoNext(CancellationToken cancellationToken)
    {
        if (!await IsAvailable(cancellationToken))
            return false;
        var stale = await db.Query(
            $"""
            select s.kind, s.owner_id, s.id, left(s.content, {MaxText}), s.updated_at from (
                select 'contact' as kind, c.owner_id, c.id, concat_ws(E'\n', c.name, c.company, c.job_title, c.notes) as content, c.updated_at
                from contacts c where c.deleted_at is null
                union all
                select 'interaction', i.owner_id, i.id, concat_ws(E'\n', i.summary, i.body), i.updated_at from interactions i) as s
            left join embeddings e on e.owner_id = s.owner_id and e.subject_kind = s.kind and e.subject_id = s.id
            where e.subject_id is null or e.updated_at < s.updated_at or e.model <> {embedder.Model}
            order by s.updated_at limit {Batch}
            """,
            Read,
            cancellationToken
        );
        if (stale.Count == 0)
        {
            // A vector reveals something about its text, so it is deleted with its interaction. Contacts' vectors stay until their owner is
            // deleted.
            await db.Execute(
                $"""
                delete from embeddings e where e.subject_kind = 'interaction'
                    and not exists (select from interactions i where i.owner_id = e.owner_id and i.id = e.subject_id)
                """,
                cancellationToken
            );
            return false;
        }

        var vectors = await embedder.Embed([.. stale.Select(subject => subject.Content)], cancellationToken);
        for (var i = 0; i < stale.Count; i++)
            await Keep(stale[i], vectors[i], cancellationToken);
        return true;
    }

    private Task<int> Keep(Subject subject, float[] vector, CancellationToken cancellationToken) =>
        db.Execute(
            $"""
            insert into embeddings as e (owner_id, subject_kind, subject_id, model, content_hash, embedding, updated_at)
            select id, {subject.Kind}, {subject.Id}, {embedder.Model}, {SHA256.HashData(Encoding.UTF8.GetBytes(subject.Content))},
                {Literal(vector)}::vector, {subject.UpdatedAt}
            from users where id = {subject.Owner}
            on conflict (owner_id, subject_kind, subject_id) do update
                set model = excluded.model, content_hash = excluded.content_hash, embedding = excluded.embedding, updated_at = excluded.updated_at
                where e.updated_at <= excluded.updated_at
            """,
            cancellationToken
        );

    private static Subject Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetGuid(1), row.GetGuid(2), row.GetString(3), row.Time(4));

    /// <summary>The vector in the type's input format: [0.1,-2,3e-05].</summary>
    private static string Literal(float[] vector) =>
        $"[{string.Join(',', vector.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))}]";

    private sealed record Subject(string Kind, Guid Owner, Guid Id, string Content, DateTimeOffset UpdatedAt);
}
