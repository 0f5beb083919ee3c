using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// An argument that is a map with string keys. It can be written as a collection or index initialiser, made from any
/// usual dictionary, and added to; each value keeps its own marks.
/// </summary>
public sealed class InputMap<TValue>
    : Input<ImmutableDictionary<string, TValue>>,
        IEnumerable,
        IAsyncEnumerable<Input<KeyValuePair<string, TValue>>>,
        IInputCollection
{
    private readonly List<Step> steps = [];
    private Output<ImmutableDictionary<string, TValue>>? flat;

    public InputMap()
        : base(null) { }

    private InputMap(params IEnumerable<Step> steps)
        : base(null) => this.steps.AddRange(steps);

    Task<OutputData> IInputCollection.ElementInputs => Joined();

    private protected override Output<ImmutableDictionary<string, TValue>> Value => flat ??= Flatten(Joined());

    /// <summary>Adds, as <see cref="Add(string, Input{TValue})"/> does.</summary>
    public Input<TValue> this[string key]
    {
        set => Add(key, value);
    }

    /// <summary>Adds one entry. A null key, and the same key with another value, fail the output, not this call.</summary>
    public void Add(string key, Input<TValue> value)
    {
        if (key is null)
        {
            Append(new Step(Task.FromException<OutputData>(new ArgumentNullException(nameof(key))), OnClash.Fail));
            FailIfItMust();
            return;
        }

        var isCertainlyNew = steps.TrueForAll(step => !step.MayHold(key));
        Append(
            new Step(
                Task.FromResult(OutputData.Plain(ImmutableDictionary<string, IInput>.Empty.Add(key, value))),
                OnClash.RequireEqualValues
            )
        );
        if (!isCertainlyNew)
            FailIfItMust();
    }

    public void Add(InputMap<TValue> values) => AddRange(values);

    /// <summary>Adds all entries of another map. A key that already exists fails the output.</summary>
    public void AddRange(InputMap<TValue> values)
    {
        Append(new Step(values.Joined(), OnClash.Fail));
        FailIfItMust();
    }

    /// <summary>A new map with the entries of both; for a key in both, the second's value.</summary>
    public static InputMap<TValue> Merge(InputMap<TValue> first, InputMap<TValue> second) =>
        new(new Step(first.Joined(), OnClash.LaterWins), new Step(second.Joined(), OnClash.LaterWins));

    IEnumerator IEnumerable.GetEnumerator() =>
        throw new NotSupportedException($"A {GetType().FullName} has no entries before they are awaited; use await foreach.");

    public async IAsyncEnumerator<Input<KeyValuePair<string, TValue>>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        var entries = await Value.GetValueAsync(ImmutableDictionary<string, TValue>.Empty).ConfigureAwait(false);
        foreach (var entry in entries)
            yield return entry;
    }

    public static implicit operator InputMap<TValue>(Dictionary<string, TValue> values) => Output.Create(values);

    public static implicit operator InputMap<TValue>(ImmutableDictionary<string, TValue> values) => Output.Create(values);

    public static implicit operator InputMap<TValue>(Output<Dictionary<string, TValue>> values) =>
        values.Apply(ImmutableDictionary.CreateRange);

    public static implicit operator InputMap<TValue>(Output<IDictionary<string, TValue>> values) =>
        values.Apply(ImmutableDictionary.CreateRange);

    public static implicit operator InputMap<TValue>(Output<ImmutableDictionary<string, TValue>> values) =>
        new(
            new Step(
                OutputFlow.Watched(
                    OutputFlow.ThenAsync(values.DataTask, entries =>
                        Task.FromResult(
                            OutputData.Plain(
                                ((ImmutableDictionary<string, TValue>?)entries)?.ToImmutableDictionary(
                                    entry => entry.Key,
                                    entry => (IInput)(Input<TValue>)entry.Value
                                )
                            )
                        )
                    )
                ),
                OnClash.None
            )
        );

    /// <summary>Makes the output of all entries now, so that a key with two values fails the run even if nothing reads the map.</summary>
    private void FailIfItMust() => _ = Value;

    private void Append(Step step)
    {
        steps.Add(step);
        flat = null;
    }

    private Task<OutputData> Joined()
    {
        if (steps is [{ OnClash: OnClash.None } only])
            return only.Entries;
        var captured = steps.ToArray();
        return OutputFlow.Watched(OutputFlow.CombineAsync([.. steps.Select(Existing)], values =>
            {
                var entries = ImmutableDictionary.CreateBuilder<string, IInput>();
                foreach (var (step, value) in captured.Zip(values))
                {
                    foreach (var (key, input) in (ImmutableDictionary<string, IInput>?)value ?? [])
                        step.Put(entries, key, input);
                }

                return entries.ToImmutable();
            }));
    }

    /// <summary>The entries of a step.</summary>
    /// <exception cref="ArgumentNullException">A dictionary that is null was added.</exception>
    /// <exception cref="NullReferenceException">Something was added to one that is null, or one of two that are merged is null.</exception>
    /// <remarks>The exceptions are those of the official SDK (InputMap.cs, AddRange and Merge), with which the run fails.</remarks>
    private static Task<OutputData> Existing(Step step)
    {
        return step.Entries.IsCompletedSuccessfully && step.Entries.GetAwaiter().GetResult().Value is not null
            ? step.Entries
            : CheckAsync();

        async Task<OutputData> CheckAsync()
        {
            var data = await step.Entries.ConfigureAwait(false);
            if (data is { IsKnown: true, Value: null })
            {
                ImmutableDictionary<string, IInput> none = null!;
                _ = step.OnClash == OnClash.Fail ? ImmutableDictionary<string, IInput>.Empty.AddRange(none) : none.Clear();
            }
            return data;
        }
    }

    private static Output<ImmutableDictionary<string, TValue>> Flatten(Task<OutputData> inputs) => new(OutputFlow.ThenAsync(inputs, value =>
            {
                if (value is not ImmutableDictionary<string, IInput> entries)
                    return Task.FromResult(OutputData.Plain(null));
                string[] keys = [.. entries.Keys];
                return OutputFlow.CombineAsync(
                    Array.ConvertAll(keys, key => entries[key]?.DataTask ?? Task.FromResult(OutputData.Plain(null))),
                    values => keys.Zip(values).ToImmutableDictionary(pair => pair.First, pair => OutputData.As<TValue>(pair.Second))
                );
            }));

    private enum OnClash
    {
        /// <summary>The map is made from it, so that there is no earlier entry.</summary>
        None,
        RequireEqualValues,
        LaterWins,
        Fail,
    }

    /// <param name="Entries">The value is a dictionary of inputs.</param>
    /// <param name="OnClash">What happens to a key that already exists.</param>
    private sealed record Step(Task<OutputData> Entries, OnClash OnClash)
    {
        public bool MayHold(string key) =>
            !Entries.IsCompletedSuccessfully
            || Entries.GetAwaiter().GetResult().Value is not ImmutableDictionary<string, IInput> entries
            || entries.ContainsKey(key);

        public void Put(ImmutableDictionary<string, IInput>.Builder entries, string key, IInput value)
        {
            if (OnClash == OnClash.LaterWins || !entries.TryGetValue(key, out var earlier))
                entries[key] = value;
            else if (OnClash == OnClash.RequireEqualValues)
                entries[key] =
                    (Input<TValue>)
                        Output.Tuple((Input<TValue>)earlier, (Input<TValue>)value).Apply(pair => Same(key, pair.Item1, pair.Item2));
            else if (!ReferenceEquals(earlier, value))
                throw Clash(key);
        }

        private static TValue Same(string key, TValue earlier, TValue later) =>
            EqualityComparer<TValue>.Default.Equals(earlier, later) ? earlier : throw Clash(key);

        private static ArgumentException Clash(string key) => new($"Key '{key}' is already in the map, with a different value.");
    }
}
