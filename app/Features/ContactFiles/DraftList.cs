namespace PmCrm.App.Features.ContactFiles;

/// <summary>The values of one kind that a row has. What a contact has no room for goes to the rest.</summary>
/// <param name="limit">How many a contact may have.</param>
internal sealed class DraftList<T>(DraftRest rest, int limit)
{
    private readonly List<(T Value, Origin Origin, string Text, string Caption, int Rank)> entries = [];

    /// <param name="text">The value as it is kept where there is no room for it.</param>
    /// <param name="caption">What it is called there.</param>
    /// <param name="rank">Lower is preferred; values of equal rank stay in the file's order.</param>
    public void Add(Origin origin, T value, string text, string caption, int rank = 0)
    {
        // The bound is the row's, not the contact's: which values are preferred is known when all are there.
        if (entries.Count < ImportLimits.ValuesPerRow)
            entries.Add((value, origin, text, caption, rank));
        else
            rest.Keep(origin, text, $"occurs more than {ImportLimits.ValuesPerRow} times", caption);
    }

    /// <summary>The preferred values first, as many as a contact may have; the others are kept in the rest.</summary>
    /// <param name="key">By which two are the same.</param>
    public List<T> Take(Func<T, object> key)
    {
        var distinct = entries.OrderBy(entry => entry.Rank).DistinctBy(entry => key(entry.Value)).ToList();
        foreach (var (_, origin, text, caption, _) in distinct.Skip(limit))
            rest.Keep(origin, text, $"a contact has at most {limit}", caption);
        return [.. distinct.Take(limit).Select(entry => entry.Value)];
    }
}
