namespace PmCrm.App.Features.ContactFiles;

/// <summary>A row's values of one kind. Values beyond a contact's limit are kept in the rest.</summary>
/// <param name="limit">Maximum number of values of a contact.</param>
internal sealed class DraftList<T>(DraftRest rest, int limit)
{
    private readonly List<(T Value, Origin Origin, string Text, string Caption, int Rank)> entries = [];

    /// <param name="text">The value as it is kept if it exceeds the limit.</param>
    /// <param name="caption">Its label there.</param>
    /// <param name="rank">Lower is preferred; values of equal rank stay in the file's order.</param>
    public void Add(Origin origin, T value, string text, string caption, int rank = 0)
    {
        // This is the limit of a row, not of a contact: the preferred values are known only after all of them were read.
        if (entries.Count < ImportLimits.ValuesPerRow)
            entries.Add((value, origin, text, caption, rank));
        else
            rest.Keep(origin, text, $"occurs more than {ImportLimits.ValuesPerRow} times", caption);
    }

    /// <summary>The preferred values first, up to the contact's limit; the others are kept in the rest.</summary>
    /// <param name="key">Two values with the same key are duplicates.</param>
    public List<T> Take(Func<T, object> key)
    {
        var distinct = entries.OrderBy(entry => entry.Rank).DistinctBy(entry => key(entry.Value)).ToList();
        foreach (var (_, origin, text, caption, _) in distinct.Skip(limit))
            rest.Keep(origin, text, $"a contact has at most {limit}", caption);
        return [.. distinct.Take(limit).Select(entry => entry.Value)];
    }
}
