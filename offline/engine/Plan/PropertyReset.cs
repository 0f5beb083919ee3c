namespace PmCrm.Preview.Plan;

/// <summary>
/// Applies <c>ignoreChanges</c>: restores the old value at each path. The cases are those of the engine's <c>PropertyPath.Reset</c>
/// (pulumi/pulumi, sdk/go/common/resource/properties_path.go): no element is ever added to a list or removed from it, and nothing is
/// created on the way to the value that a path names. A path leads into a secret map or list, and what it restores there stays secret.
/// </summary>
public static class PropertyReset
{
    /// <param name="old">The old inputs.</param>
    /// <param name="new">The inputs that the program asks for.</param>
    /// <param name="paths">The paths to ignore. A text that is not a path is skipped, as in the engine.</param>
    /// <returns>
    /// The inputs that the provider sees, and the paths that could not be followed to their end because one side lacks a value on the way.
    /// The values that such a path had reached until then are restored all the same.
    /// </returns>
    public static (PlanMap Inputs, IReadOnlyList<string> Unfollowed) Apply(PlanMap old, PlanMap @new, IEnumerable<string> paths)
    {
        PlanValue result = @new;
        var unfollowed = new List<string>();
        foreach (var text in paths)
        {
            if (PropertyPath.TryParse(text) is not { Steps.Count: > 0 } path)
                continue;
            (result, var followed) = Reset([.. path.Steps], old, result);
            if (!followed)
                unfollowed.Add(text);
        }
        return ((PlanMap)result, unfollowed);
    }

    private static (PlanValue Value, bool Followed) Reset(ReadOnlySpan<PathStep> path, PlanValue old, PlanValue @new)
    {
        old = (old as PlanSecret)?.Parts ?? old;
        if (@new is PlanSecret { Parts: { } parts })
        {
            var (inside, complete) = Reset(path, old, parts);
            return (PlanSecret.Of(inside), complete);
        }
        var step = path[0];
        var rest = path[1..];
        if (step.IsWildcard)
            return rest.IsEmpty ? ResetAll(old, @new) : ResetEach(rest, old, @new);
        return step.Key is { } key ? ResetKey(key, rest, old, @new) : ResetIndex(step.Index!.Value, rest, old, @new);
    }

    private static (PlanValue, bool) ResetKey(string key, ReadOnlySpan<PathStep> rest, PlanValue old, PlanValue @new)
    {
        var (was, now) = (old as PlanMap, @new as PlanMap);
        if (rest.IsEmpty)
            return (was?[key], now) switch
            {
                ({ } kept, { } map) => (With(map, key, kept), true),
                ({ }, null) => (@new, false),
                (null, { } map) => (Without(map, key), true),
                _ => (@new, true),
            };
        if (was is null || now is null)
            return (@new, was is null && now is null);
        var (oldValue, newValue) = (was[key], now[key]);
        if (newValue is null)
            return (@new, oldValue is null);
        var (value, followed) = Reset(rest, oldValue ?? PlanNull.Instance, newValue);
        return (With(now, key, value), followed);
    }

    private static (PlanValue, bool) ResetIndex(int index, ReadOnlySpan<PathStep> rest, PlanValue old, PlanValue @new)
    {
        if (index < 0)
            return (@new, false);
        if (old is not PlanList was || @new is not PlanList now)
            return (@new, old is not PlanList && @new is not PlanList);
        var (inOld, inNew) = (index < was.Items.Count, index < now.Items.Count);
        if (!inOld || !inNew)
            return (@new, rest.IsEmpty && inOld == inNew);
        var (value, followed) = rest.IsEmpty ? (was.Items[index], true) : Reset(rest, was.Items[index], now.Items[index]);
        return (With(now, index, value), followed);
    }

    private static (PlanValue, bool) ResetAll(PlanValue old, PlanValue @new) =>
        (old, @new) switch
        {
            (PlanMap was, PlanMap) => (was, true),
            (PlanList was, PlanList now) => (
                new PlanList([.. was.Items.Take(now.Items.Count), .. now.Items.Skip(was.Items.Count)]),
                was.Items.Count == now.Items.Count
            ),
            (_, PlanMap or PlanList) => (@new, true),
            _ => (@new, false),
        };

    private static (PlanValue, bool) ResetEach(ReadOnlySpan<PathStep> rest, PlanValue old, PlanValue @new)
    {
        switch (old, @new)
        {
            case (PlanMap was, PlanMap now):
                foreach (var (key, oldValue) in was.Entries)
                {
                    if (now[key] is not { } newValue)
                        return (now, false);
                    var (value, followed) = Reset(rest, oldValue, newValue);
                    now = With(now, key, value);
                    if (!followed)
                        return (now, false);
                }
                return (now, true);
            case (PlanList was, PlanList now):
                for (var i = 0; i < Math.Min(was.Items.Count, now.Items.Count); i++)
                {
                    var (value, followed) = Reset(rest, was.Items[i], now.Items[i]);
                    now = With(now, i, value);
                    if (!followed)
                        return (now, false);
                }
                return (now, was.Items.Count == now.Items.Count);
            default:
                return (@new, false);
        }
    }

    private static PlanMap With(PlanMap map, string key, PlanValue value) =>
        new(new SortedDictionary<string, PlanValue>(map.Entries.ToDictionary(), StringComparer.Ordinal) { [key] = value });

    private static PlanMap Without(PlanMap map, string key)
    {
        var entries = new SortedDictionary<string, PlanValue>(map.Entries.ToDictionary(), StringComparer.Ordinal);
        entries.Remove(key);
        return new PlanMap(entries);
    }

    private static PlanList With(PlanList list, int index, PlanValue value) =>
        new([.. list.Items.Take(index), value, .. list.Items.Skip(index + 1)]);
}
