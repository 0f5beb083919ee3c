namespace PmCrm.App.Features.Search;

/// <summary>The kind of a hit.</summary>
public enum HitKind
{
    Contact,
    Interaction,
}

/// <summary>A hit, found in any way.</summary>
public readonly record struct HitKey(HitKind Kind, Guid Id);

/// <summary>
/// Combines the results of several searches into one list by reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009). Only the
/// ranks count, because the scores of full text, trigrams and vectors cannot be compared.
/// </summary>
public static class RankFusion
{
    /// <summary>The constant of the paper: how much more the first ranks weigh than later ones.</summary>
    private const double K = 60;

    /// <summary>
    /// Every hit once, best first; hits with equal scores in the order of their ids, so that the result is deterministic.
    /// </summary>
    public static IReadOnlyList<(HitKey Key, double Score)> Fuse(params IReadOnlyList<HitKey>[] rankings)
    {
        var scores = new Dictionary<HitKey, double>();
        foreach (var ranking in rankings)
            for (var place = 0; place < ranking.Count; place++)
                scores[ranking[place]] = scores.GetValueOrDefault(ranking[place]) + 1 / (K + place + 1);
        return
        [
            .. scores
                .OrderByDescending(hit => hit.Value)
                .ThenBy(hit => hit.Key.Kind)
                .ThenBy(hit => hit.Key.Id)
                .Select(hit => (hit.Key, hit.Value)),
        ];
    }
}
