using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// An argument that is a map with string keys. It can be written as a collection or index initialiser, made from any
/// usual dictionary, and added to; each value keeps its own marks.
/// </summary>
public sealed class InputMap<TValue>
    : Input<ImmutableDictionary<string, TValue>>, IEnumerable, IAsyncEnumerable<Input<KeyValuePair<string, TValue>>>, IInputCollection
{
    private readonly List<Step> steps = [];
    private Output<ImmutableDictionary<string, TValue>>? flat;

    public InputMap()
        : base(null)
    {
    }

    private InputMap(params IEnumerable<Step> steps)
        : base(null)
        => this.steps.AddRange(steps);

    IOutput IInputCollection.ElementInputs => Joined();

    private protected override Output<ImmutableDictionary<string, TValue>> Value => flat ??= Flatten(Joined());

    /// <summary>Adds, as <see cref="Add(string, Input{TValue})"/> does.</summary>
    public Input<TValue> this[string key]
    {
        set => Add(key, value);
    }

    /// <summary>Adds one entry. The same key with another value fails the output, not this call.</summary>
    public void Add(string key, Input<TValue> value)
        => Append(new Step(Output.Create(ImmutableDictionary<string, Input<TValue>>.Empty.Add(key, value)), OnClash.RequireEqualValues));

    public void Add(InputMap<TValue> values) => AddRange(values);

    /// <summary>Adds all entries of another map. A key that is there already fails the output.</summary>
    public void AddRange(InputMap<TValue> values) => Append(new Step(values.Joined(), OnClash.Fail));

    /// <summary>A new map with the entries of both; where both have a key, the second's value.</summary>
    public static InputMap<TValue> Merge(InputMap<TValue> first, InputMap<TValue> second)
        => new([new Step(first.Joined(), OnClash.LaterWins), new Step(second.Joined(), OnClash.LaterWins)]);

    IEnumerator IEnumerable.GetEnumerator()
        => throw new NotSupportedException($"A {GetType().FullName} has no entries before they are awaited; use await foreach.");

    public async IAsyncEnumerator<Input<KeyValuePair<string, TValue>>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        var entries = await Value.GetValueAsync(ImmutableDictionary<string, TValue>.Empty).ConfigureAwait(false);
        foreach (var entry in entries)
            yield return entry;
    }

    public static implicit operator InputMap<TValue>(Dictionary<string, TValue> values) => Output.Create(values);

    public static implicit operator InputMap<TValue>(ImmutableDictionary<string, TValue> values) => Output.Create(values);

    public static implicit operator InputMap<TValue>(Output<Dictionary<string, TValue>> values)
        => values.Apply(ImmutableDictionary.CreateRange);

    public static implicit operator InputMap<TValue>(Output<IDictionary<string, TValue>> values)
        => values.Apply(ImmutableDictionary.CreateRange);

    public static implicit operator InputMap<TValue>(Output<ImmutableDictionary<string, TValue>> values)
        => new([new Step(
            values.Apply(entries => entries?.ToImmutableDictionary(entry => entry.Key, entry => (Input<TValue>)entry.Value)!),
            OnClash.Fail)]);

    private void Append(Step step)
    {
        steps.Add(step);
        flat = null;
    }

    private Output<ImmutableDictionary<string, Input<TValue>>> Joined()
    {
        if (steps.Count == 1)
            return steps[0].Entries;
        var captured = steps.ToArray();
        return new Output<ImmutableDictionary<string, Input<TValue>>>(Join());

        async Task<OutputData<ImmutableDictionary<string, Input<TValue>>>> Join()
        {
            var merge = new OutputMerge();
            var entries = ImmutableDictionary.CreateBuilder<string, Input<TValue>>();
            foreach (var step in captured)
            {
                foreach (var (key, value) in merge.Take(await step.Entries.DataTask.ConfigureAwait(false)) ?? [])
                    step.Put(entries, key, value);
            }

            return merge.With(entries.ToImmutable());
        }
    }

    private static Output<ImmutableDictionary<string, TValue>> Flatten(Output<ImmutableDictionary<string, Input<TValue>>> inputs)
    {
        return new Output<ImmutableDictionary<string, TValue>>(Resolve());

        async Task<OutputData<ImmutableDictionary<string, TValue>>> Resolve()
        {
            var merge = new OutputMerge();
            var entries = merge.Take(await inputs.DataTask.ConfigureAwait(false));
            if (!merge.IsKnown || entries == null)
                return merge.With<ImmutableDictionary<string, TValue>>(null!);

            var values = ImmutableDictionary.CreateBuilder<string, TValue>();
            foreach (var (key, value) in entries)
                values[key] = merge.Take(await value.ToOutput().DataTask.ConfigureAwait(false));
            return merge.With(values.ToImmutable());
        }
    }

    private enum OnClash
    {
        RequireEqualValues,
        LaterWins,
        Fail,
    }

    private sealed record Step(Output<ImmutableDictionary<string, Input<TValue>>> Entries, OnClash OnClash)
    {
        public void Put(ImmutableDictionary<string, Input<TValue>>.Builder entries, string key, Input<TValue> value)
        {
            if (OnClash == OnClash.LaterWins || !entries.TryGetValue(key, out var earlier))
                entries[key] = value;
            else if (OnClash == OnClash.RequireEqualValues)
                entries[key] = Output.Tuple(earlier, value).Apply(pair => Same(key, pair.Item1, pair.Item2));
            else if (!ReferenceEquals(earlier, value))
                throw Clash(key);
        }

        private static TValue Same(string key, TValue earlier, TValue later)
            => EqualityComparer<TValue>.Default.Equals(earlier, later) ? earlier : throw Clash(key);

        private static ArgumentException Clash(string key) => new($"Key '{key}' is in the map already, with a different value.");
    }
}
