using Npgsql;
using PmCrm.App.Data;

namespace PmCrm.App.Features.Search;

/// <summary>
/// Searches contacts and interactions: by words (the last one may be unfinished), and by trigrams where PostgreSQL has them, which
/// forgive a misspelt name, and by meaning where there are vectors. What is encrypted cannot be found.
/// </summary>
public sealed partial class SearchStore(Database db, SemanticIndex semantic, ILogger<SearchStore> logger)
{
    /// <summary>How deep each way of searching looks before the results are joined.</summary>
    private const int Depth = 100;

    /// <summary>How long the embedder may take: a search without it is better than a slow one.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Found out with the first search: a migration that adds it is followed by new processes.</summary>
    private bool? hasTrigrams;

    public async Task<SearchResponse> Search(Guid owner, string text, int limit, CancellationToken cancellationToken)
    {
        hasTrigrams ??= await db.FirstOrDefault(
            $"select exists (select from pg_extension where extname = 'pg_trgm')",
            row => row.GetBoolean(0),
            cancellationToken
        );
        var (byWords, byTrigrams) = await db.InTransaction(
            session => ByText(session, owner, text, hasTrigrams.Value, cancellationToken),
            cancellationToken
        );
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

    private static async Task<(List<HitKey> ByWords, List<HitKey> ByTrigrams)> ByText(
        TransactionSession session,
        Guid owner,
        string text,
        bool withTrigrams,
        CancellationToken cancellationToken
    )
    {
        await session.Execute(SearchStatements.PlanForTheseWords, cancellationToken);
        var byWords = await session.Query(SearchStatements.ByWords(owner, text, Depth), Key, cancellationToken);
        return (byWords, withTrigrams ? await session.Query(SearchStatements.ByTrigrams(owner, text, Depth), Key, cancellationToken) : []);
    }

    /// <returns>Null where there is no such index, or its embedder does not answer in time: the other ways still find.</returns>
    private async Task<List<HitKey>?> ByMeaning(Guid owner, string text, CancellationToken cancellationToken)
    {
        if (!await semantic.IsAvailable(cancellationToken))
            return null;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            return await semantic.Nearest(owner, text, Depth, timeout.Token);
        }
        catch (Exception exception)
            when (!cancellationToken.IsCancellationRequested && exception is (HttpRequestException or OperationCanceledException))
        {
            LogNoMeaning(logger, exception.GetType().Name);
            return null;
        }
    }

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
            SearchStatements.Describe(owner, text, Ids(HitKind.Contact), Ids(HitKind.Interaction)),
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
