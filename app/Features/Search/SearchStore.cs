using Npgsql;
using PmCrm.App.Data;

namespace PmCrm.App.Features.Search;

/// <summary>
/// Searches contacts and interactions: by words (the last may be incomplete; accents and alphabets do not matter), by tags, by words with
/// one wrong letter, by trigrams if PostgreSQL has them, and by meaning if there are vectors. Encrypted data cannot be searched.
/// </summary>
public sealed partial class SearchStore(Database db, SemanticIndex semantic, ILogger<SearchStore> logger)
{
    /// <summary>Number of results of each way of searching before they are combined.</summary>
    private const int Depth = 100;

    /// <summary>Determined with the first search: after a migration that adds it, new processes start.</summary>
    private bool? hasTrigrams;

    public async Task<SearchResponse> Search(Guid owner, string text, int limit, CancellationToken cancellationToken)
    {
        hasTrigrams ??= await db.FirstOrDefault(
            $"select exists (select from pg_extension where extname = 'pg_trgm')",
            row => row.GetBoolean(0),
            cancellationToken
        );
        var (words, rankings) = await db.InTransaction(
            session => ByText(session, owner, text, limit, hasTrigrams.Value, cancellationToken),
            cancellationToken
        );
        var byMeaning = await ByMeaning(owner, text, cancellationToken);
        var best = RankFusion.Fuse([.. rankings, byMeaning ?? []]).Take(limit).ToList();
        var found = await Describe(owner, words, best.Select(hit => hit.Key).ToList(), cancellationToken);
        return new(
            // Items that were deleted between the two statements are missing in the second result.
            [.. best.Where(hit => found.ContainsKey(hit.Key)).Select(hit => found[hit.Key] with { Score = Math.Round(hit.Score, 6) })],
            [
                "fullText",
                .. hasTrigrams.Value ? ["trigram"] : Array.Empty<string>(),
                .. byMeaning is not null ? ["semantic"] : Array.Empty<string>(),
            ]
        );
    }

    /// <summary>The words, and the results of each way. Similar words are used only if the exact words do not fill the page.</summary>
    private static async Task<(SearchWords Words, List<IReadOnlyList<HitKey>> Rankings)> ByText(
        TransactionSession session,
        Guid owner,
        string text,
        int limit,
        bool withTrigrams,
        CancellationToken cancellationToken
    )
    {
        var positive = SearchWords.WithoutExcluded(text);
        var (words, query) = await session.FirstOrDefault(
            SearchStatements.Prepare(text, positive),
            row => (new SearchWords(SearchWords.Split(row.GetString(2)), SearchWords.Split(row.GetString(3)), positive), row.GetString(4)),
            cancellationToken
        );
        var rankings = new List<IReadOnlyList<HitKey>>();
        // A text without letters and digits has no word.
        if (query.Length > 0)
        {
            rankings.Add(await session.Query(SearchStatements.ByWords(owner, query, Depth), Key, cancellationToken));
            rankings.Add(await session.Query(SearchStatements.ByTags(owner, query, Depth), Key, cancellationToken));
        }
        if (rankings is [var byWords, ..] && byWords.Count >= limit)
            return (words, rankings);
        if (!SearchWords.IsPlain(text))
            return (words, rankings);
        if (words.Typed.Any(word => word.Length >= Typos.MinLength))
            rankings.Add(await ByTypos(session, owner, text, words.Typed, cancellationToken));
        if (withTrigrams)
            rankings.Add(await session.Query(SearchStatements.ByTrigrams(owner, text, Depth), Key, cancellationToken));
        return (words, rankings);
    }

    private static async Task<List<HitKey>> ByTypos(
        TransactionSession session,
        Guid owner,
        string text,
        IReadOnlyList<string> typed,
        CancellationToken cancellationToken
    )
    {
        var similar = await session.Query(
            SearchStatements.ByTypos(owner, text),
            row => (Id: row.GetGuid(0), Typos: Typos.Count(typed, SearchWords.Split(row.GetString(1)))),
            cancellationToken
        );
        // A stable order: with equal numbers of typos, most recently changed first.
        return
        [
            .. similar
                .Where(one => one.Typos is not null)
                .OrderBy(one => one.Typos)
                .Select(one => new HitKey(HitKind.Contact, one.Id))
                .Take(Depth),
        ];
    }

    /// <returns>
    /// Null if there is no vector index, or the embedding service does not answer in time: the other ways still give results.
    /// </returns>
    private async Task<List<HitKey>?> ByMeaning(Guid owner, string text, CancellationToken cancellationToken)
    {
        if (!await semantic.IsAvailable(cancellationToken))
            return null;
        try
        {
            return await semantic.Nearest(owner, text, Depth, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            LogNoMeaning(logger, exception.GetType().Name);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Semantic search was skipped: the embedding service failed with {Failure}")]
    private static partial void LogNoMeaning(ILogger logger, string failure);

    private async Task<Dictionary<HitKey, SearchHit>> Describe(
        Guid owner,
        SearchWords words,
        List<HitKey> keys,
        CancellationToken cancellationToken
    )
    {
        Guid[] Ids(HitKind kind) => [.. keys.Where(key => key.Kind == kind).Select(key => key.Id)];
        if (keys.Count == 0)
            return [];
        var hits = await db.Query(
            SearchStatements.Describe(owner, words.Sought, Ids(HitKind.Contact), Ids(HitKind.Interaction)),
            row => (Key: Key(row), Hit: Read(row, words)),
            cancellationToken
        );
        return hits.ToDictionary(hit => hit.Key, hit => hit.Hit);
    }

    private static SearchHit Read(NpgsqlDataReader row, SearchWords words) =>
        new()
        {
            Kind = row.GetInt32(0) == 0 ? "contact" : "interaction",
            Id = row.GetGuid(1),
            ContactId = row.GetGuid(2),
            Name = row.GetString(3),
            Title = row.Text(4),
            Snippet = Snippet.Of(row.Text(5), row.Text(6), row.Text(7), words),
            OccurredAt = row.TimeOrNull(8),
            Score = 0,
        };

    private static HitKey Key(NpgsqlDataReader row) => new(row.GetInt32(0) == 0 ? HitKind.Contact : HitKind.Interaction, row.GetGuid(1));
}
