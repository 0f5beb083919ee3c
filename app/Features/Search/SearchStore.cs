using System.Diagnostics;
using Npgsql;
using PmCrm.App.Data;
using PmCrm.App.Operations;

namespace PmCrm.App.Features.Search;

/// <summary>
/// Searches contacts and interactions: by words (the last one may be unfinished), and by trigrams where PostgreSQL has them, which
/// forgive a misspelt name, and by meaning where there are vectors. What is encrypted cannot be found.
/// </summary>
public sealed partial class SearchStore(Database db, SemanticIndex semantic, Metrics metrics, ILogger<SearchStore> logger)
{
    /// <summary>How deep each way of searching looks before the results are joined.</summary>
    private const int Depth = 100;

    /// <summary>How long the embedder may take: a search without it is better than a slow one.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private const string Headline = "StartSel=«, StopSel=», MaxWords=20, MinWords=5, MaxFragments=1";

    /// <summary>Found out with the first search: a migration that adds it is followed by new processes.</summary>
    private bool? hasTrigrams;

    public async Task<SearchResponse> Search(Guid owner, string text, int limit, CancellationToken cancellationToken)
    {
        hasTrigrams ??= await db.FirstOrDefault(
            $"select exists (select from pg_extension where extname = 'pg_trgm')",
            row => row.GetBoolean(0),
            cancellationToken
        );
        var byWords = await ByWords(owner, text, cancellationToken);
        var byTrigrams = hasTrigrams.Value ? await ByTrigrams(owner, text, cancellationToken) : [];
        var byMeaning = await ByMeaning(owner, text, cancellationToken);
        var best = RankFusion.Fuse(byWords, byTrigrams, byMeaning ?? []).Take(limit).ToList();
        var found = await Describe(owner, text, best.Select(hit => hit.Key).ToList(), cancellationToken);
        return new(
            // What was deleted between the two statements is not among the described.
            [.. best.Where(hit => found.ContainsKey(hit.Key)).Select(hit => found[hit.Key] with { Score = Math.Round(hit.Score, 6) })],
            [
                "fullText",
                .. hasTrigrams.Value ? ["trigram"] : Array.Empty<string>(),
                .. byMeaning is not null ? ["semantic"] : Array.Empty<string>(),
            ]
        );
    }

    // What a person is typing ends in an unfinished word: the query's last one is made a prefix, unless words are excluded or the query
    // ends with an operator's parenthesis, where a prefix has another meaning or none.
    private static Sql Query(string text) =>
        Sql.Of(
            $"""
            (select case when right(query::text, 1) = '''' and position('!' in query::text) = 0 then (query::text || ':*')::tsquery else query end
             from (select websearch_to_tsquery('simple', {text}) as query) as typed)
            """
        );

    private Task<List<HitKey>> ByWords(Guid owner, string text, CancellationToken cancellationToken) =>
        db.Query(
            $"""
            with words as materialized (select {Query(text)} as query)
            select kind, id from (
                select 0 as kind, c.id, ts_rank_cd(c.search_document, query) as rank from contacts c, words
                where c.owner_id = {owner} and c.deleted_at is null and c.search_document @@ query
                union all
                select 1, i.id, ts_rank_cd(i.search_document, query) from words, interactions i
                join contacts c on c.owner_id = i.owner_id and c.id = i.contact_id
                where i.owner_id = {owner} and c.deleted_at is null and i.search_document @@ query) as hits
            order by rank desc, kind, id limit {Depth}
            """,
            Key,
            cancellationToken
        );

    private Task<List<HitKey>> ByTrigrams(Guid owner, string text, CancellationToken cancellationToken) =>
        db.Query(
            $"""
            select kind, id from (
                select 0 as kind, c.id, word_similarity({text}, c.name) as likeness from contacts c
                where c.owner_id = {owner} and c.deleted_at is null and {text} <% c.name
                union all
                select 1, i.id, word_similarity({text}, i.summary) from interactions i
                join contacts c on c.owner_id = i.owner_id and c.id = i.contact_id
                where i.owner_id = {owner} and c.deleted_at is null and {text} <% i.summary) as hits
            order by likeness desc, kind, id limit {Depth}
            """,
            Key,
            cancellationToken
        );

    /// <returns>Null where there is no such index, or its embedder does not answer in time: the other ways still find.</returns>
    private async Task<List<HitKey>?> ByMeaning(Guid owner, string text, CancellationToken cancellationToken)
    {
        if (!await semantic.IsAvailable(cancellationToken))
            return null;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        var start = Stopwatch.GetTimestamp();
        try
        {
            var nearest = await semantic.Nearest(owner, text, Depth, timeout.Token);
            Took(start, "ok");
            return nearest;
        }
        catch (Exception exception)
            when (!cancellationToken.IsCancellationRequested && exception is (HttpRequestException or OperationCanceledException))
        {
            Took(start, "failed");
            LogNoMeaning(logger, exception.GetType().Name);
            return null;
        }
    }

    private void Took(long start, string outcome) =>
        metrics.RecommendationLatency.Record(
            Stopwatch.GetElapsedTime(start).TotalMilliseconds,
            new KeyValuePair<string, object?>("outcome", outcome)
        );

    [LoggerMessage(LogLevel.Warning, "Searched without meaning: the embedding service failed with {Failure}")]
    private static partial void LogNoMeaning(ILogger logger, string failure);

    private async Task<Dictionary<HitKey, SearchHit>> Describe(
        Guid owner,
        string text,
        List<HitKey> keys,
        CancellationToken cancellationToken
    )
    {
        Guid[] Ids(HitKind kind) => [.. keys.Where(key => key.Kind == kind).Select(key => key.Id)];
        if (keys.Count == 0)
            return [];
        var hits = await db.Query(
            $"""
            with words as materialized (select {Query(text)} as query)
            select 0, c.id, c.id, c.name, nullif(concat_ws(', ', c.company, c.job_title), ''),
                case when to_tsvector('simple', coalesce(c.notes, '')) @@ query then ts_headline('simple', c.notes, query, {Headline}) end,
                c.last_interaction_at
            from contacts c, words where c.owner_id = {owner} and c.id = any({Ids(HitKind.Contact)}) and c.deleted_at is null
            union all
            select 1, i.id, c.id, c.name, i.summary,
                case when to_tsvector('simple', coalesce(i.body, '')) @@ query then ts_headline('simple', i.body, query, {Headline}) end,
                i.occurred_at
            from words, interactions i join contacts c on c.owner_id = i.owner_id and c.id = i.contact_id
            where i.owner_id = {owner} and i.id = any({Ids(HitKind.Interaction)}) and c.deleted_at is null
            """,
            row => (Key: Key(row), Hit: Read(row)),
            cancellationToken
        );
        return hits.ToDictionary(hit => hit.Key, hit => hit.Hit);
    }

    private static SearchHit Read(NpgsqlDataReader row) =>
        new()
        {
            Kind = row.GetInt32(0) == 0 ? "contact" : "interaction",
            Id = row.GetGuid(1),
            ContactId = row.GetGuid(2),
            Name = row.GetString(3),
            Title = row.Text(4),
            Snippet = row.Text(5),
            OccurredAt = row.TimeOrNull(6),
            Score = 0,
        };

    private static HitKey Key(NpgsqlDataReader row) => new(row.GetInt32(0) == 0 ? HitKind.Contact : HitKind.Interaction, row.GetGuid(1));
}
