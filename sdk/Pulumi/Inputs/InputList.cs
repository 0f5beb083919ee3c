using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// An argument that is a list. It can be written as a collection initialiser, made from any usual list, and added to;
/// each item keeps its own marks.
/// </summary>
public sealed class InputList<T> : Input<ImmutableArray<T>>, IEnumerable, IAsyncEnumerable<Input<T>>, IInputCollection
{
    private readonly ImmutableArray<Output<ImmutableArray<Input<T>>>>.Builder parts =
        ImmutableArray.CreateBuilder<Output<ImmutableArray<Input<T>>>>();

    private Output<ImmutableArray<T>>? flat;

    public InputList()
        : base(null)
    {
    }

    private InputList(params IEnumerable<Output<ImmutableArray<Input<T>>>> parts)
        : base(null)
        => this.parts.AddRange(parts);

    IOutput IInputCollection.ElementInputs => Joined();

    private protected override Output<ImmutableArray<T>> Value => flat ??= Flatten(Joined());

    public void Add(params Input<T>[] inputs) => AddRange(inputs);

    public void Add(InputList<T> inputs) => AddRange(inputs);

    public void AddRange(InputList<T> inputs)
    {
        parts.AddRange(inputs.parts.ToArray());
        flat = null;
    }

    /// <summary>A new list: this one's items, then the other's.</summary>
    public InputList<T> Concat(InputList<T> other) => new([.. parts, .. other.parts]);

    IEnumerator IEnumerable.GetEnumerator()
        => throw new NotSupportedException($"A {GetType().FullName} has no items before they are awaited; use await foreach.");

    public async IAsyncEnumerator<Input<T>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        foreach (var item in await Value.GetValueAsync(whenUnknown: []).ConfigureAwait(false))
            yield return item;
    }

    internal InputList<T> Clone() => new([.. parts]);

    private Output<ImmutableArray<Input<T>>> Joined()
    {
        if (parts.Count == 1)
            return parts[0];
        var captured = parts.ToArray();
        return new Output<ImmutableArray<Input<T>>>(Join());

        async Task<OutputData<ImmutableArray<Input<T>>>> Join()
        {
            var merge = new OutputMerge();
            var items = ImmutableArray.CreateBuilder<Input<T>>();
            foreach (var part in captured)
            {
                var some = merge.Take(await part.DataTask.ConfigureAwait(false));
                if (!some.IsDefaultOrEmpty)
                    items.AddRange(some);
            }

            return merge.With(items.ToImmutable());
        }
    }

    private static Output<ImmutableArray<T>> Flatten(Output<ImmutableArray<Input<T>>> inputs)
        => inputs.Apply(items => items.IsDefault ? Output.Create(default(ImmutableArray<T>)) : Output.All(items));

    public static implicit operator InputList<T>(T value) => ImmutableArray.Create<Input<T>>(value);

    public static implicit operator InputList<T>(Output<T> value) => ImmutableArray.Create<Input<T>>(value);

    public static implicit operator InputList<T>(Input<T> value) => ImmutableArray.Create(value);

    public static implicit operator InputList<T>(T[] values) => ImmutableArray.CreateRange(values.Select(value => (Input<T>)value));

    public static implicit operator InputList<T>(Output<T>[] values)
        => ImmutableArray.CreateRange(values.Select(value => (Input<T>)value));

    public static implicit operator InputList<T>(Input<T>[] values) => ImmutableArray.CreateRange(values);

    public static implicit operator InputList<T>(List<T> values) => ImmutableArray.CreateRange(values);

    public static implicit operator InputList<T>(List<Output<T>> values) => ImmutableArray.CreateRange(values);

    public static implicit operator InputList<T>(List<Input<T>> values) => ImmutableArray.CreateRange(values);

    public static implicit operator InputList<T>(ImmutableArray<T> values) => Wrap(values);

    public static implicit operator InputList<T>(ImmutableArray<Output<T>> values)
        => values.IsDefault ? default(ImmutableArray<Input<T>>) : ImmutableArray.CreateRange(values, value => (Input<T>)value);

    public static implicit operator InputList<T>(ImmutableArray<Input<T>> values) => new([Output.Create(values)]);

    public static implicit operator InputList<T>(Output<T[]> values) => values.Apply(ImmutableArray.CreateRange);

    public static implicit operator InputList<T>(Output<List<T>> values) => values.Apply(ImmutableArray.CreateRange);

    public static implicit operator InputList<T>(Output<IEnumerable<T>> values) => values.Apply(ImmutableArray.CreateRange);

    public static implicit operator InputList<T>(Output<ImmutableArray<T>> values) => new([values.Apply(Wrap)]);

    private static ImmutableArray<Input<T>> Wrap(ImmutableArray<T> values)
        => values.IsDefault ? default : ImmutableArray.CreateRange(values, value => (Input<T>)value);
}
