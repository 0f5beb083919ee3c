using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// An argument that is a list. It can be written as a collection initialiser, made from any usual list, and added to;
/// each item keeps its own marks.
/// </summary>
public sealed class InputList<T> : Input<ImmutableArray<T>>, IEnumerable, IAsyncEnumerable<Input<T>>, IInputCollection
{
    /// <summary>The items of a default array, which readers can distinguish from an empty one.</summary>
    private static readonly object Uninitialised = default(ImmutableArray<IInput>);

    private readonly List<Part> parts = [];
    private Output<ImmutableArray<T>>? flat;

    public InputList()
        : base(null) { }

    private InputList(params IEnumerable<Part> parts)
        : base(null) => this.parts.AddRange(parts);

    Task<OutputData> IInputCollection.ElementInputs => Joined();

    private protected override Output<ImmutableArray<T>> Value => flat ??= Flatten(Joined());

    public void Add(params Input<T>[] inputs) => AddRange(inputs);

    public void Add(InputList<T> inputs) => AddRange(inputs);

    public void AddRange(InputList<T> inputs)
    {
        parts.AddRange(inputs.AsArgument());
        flat = null;
        // It fails the run, even if nothing reads the list.
        if (!IsOnePart && parts.Exists(part => part.IsUninitialised))
            _ = Value;
    }

    /// <summary>A new list: this one's items, then the other's.</summary>
    public InputList<T> Concat(InputList<T> other) => new([.. parts, .. other.AsArgument()]);

    IEnumerator IEnumerable.GetEnumerator() =>
        throw new NotSupportedException($"A {GetType().FullName} has no items before they are awaited; use await foreach.");

    public async IAsyncEnumerator<Input<T>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        foreach (var item in await Value.GetValueAsync(whenUnknown: []).ConfigureAwait(false))
            yield return item;
    }

    internal InputList<T> Clone() => new([.. parts]);

    /// <summary>It was made from one value, and nothing was added.</summary>
    private bool IsOnePart => parts is [{ IsAdded: false }];

    private Part[] AsArgument() => IsOnePart ? [parts[0] with { IsAdded = true }] : [.. parts];

    private Task<OutputData> Joined()
    {
        if (IsOnePart)
            return parts[0].Inputs;
        return OutputFlow.Watched(
            OutputFlow.CombineAsync([.. parts.Select(part => part.Inputs)], values => values.SelectMany(Part.Items).ToArray())
        );
    }

    private static Output<ImmutableArray<T>> Flatten(Task<OutputData> inputs) =>
        new(
            OutputFlow.ThenAsync(inputs, value =>
                value is IInput[] items
                    ? OutputFlow.CombineAsync(Array.ConvertAll(items, item => item.DataTask), values =>
                        ImmutableArray.Create(Array.ConvertAll(values, OutputData.As<T>))
                    )
                    : Task.FromResult(OutputData.Plain(default(ImmutableArray<T>)))
            )
        );

    public static implicit operator InputList<T>(T value) => Of((Input<T>)value);

    public static implicit operator InputList<T>(Output<T> value) => Of((Input<T>)value);

    public static implicit operator InputList<T>(Input<T> value) => Of(value);

    public static implicit operator InputList<T>(T[] values) => Of(Array.ConvertAll(values, Wrap));

    public static implicit operator InputList<T>(Output<T>[] values) => Of(Array.ConvertAll(values, Wrap));

    public static implicit operator InputList<T>(Input<T>[] values) => Of(values.ToArray<IInput>());

    public static implicit operator InputList<T>(List<T> values) => Of(values.Select(Wrap).ToArray());

    public static implicit operator InputList<T>(List<Output<T>> values) => Of(values.Select(Wrap).ToArray());

    public static implicit operator InputList<T>(List<Input<T>> values) => Of(values.ToArray<IInput>());

    public static implicit operator InputList<T>(ImmutableArray<T> values) => From(WrapAll(values));

    public static implicit operator InputList<T>(ImmutableArray<Output<T>> values) =>
        From(values.IsDefault ? Uninitialised : values.Select(Wrap).ToArray());

    public static implicit operator InputList<T>(ImmutableArray<Input<T>> values) =>
        From(values.IsDefault ? Uninitialised : values.ToArray<IInput>());

    public static implicit operator InputList<T>(Output<T[]> values) => values.Apply(ImmutableArray.CreateRange);

    public static implicit operator InputList<T>(Output<List<T>> values) => values.Apply(ImmutableArray.CreateRange);

    public static implicit operator InputList<T>(Output<IEnumerable<T>> values) => values.Apply(ImmutableArray.CreateRange);

    public static implicit operator InputList<T>(Output<ImmutableArray<T>> values) =>
        new(
            new Part(
                OutputFlow.Watched(
                    OutputFlow.ThenAsync(values.DataTask, items =>
                        Task.FromResult(OutputData.Plain(WrapAll(OutputData.As<ImmutableArray<T>>(items))))
                    )
                )
            )
        );

    private static InputList<T> Of(params IInput[] items) => From(items);

    private static InputList<T> From(object items)
    {
        var list = new InputList<T>(new Part(Task.FromResult(OutputData.Plain(items))));
        // An input that is null fails the run, even if nothing reads the list.
        if (items is IInput?[] inputs && inputs.Contains(null))
            _ = list.Value;
        return list;
    }

    private static object WrapAll(ImmutableArray<T> values) => values.IsDefault ? Uninitialised : values.Select(Wrap).ToArray();

    private static IInput Wrap(T value) => (Input<T>)value;

    private static IInput Wrap(Output<T> value) => (Input<T>)value;

    /// <param name="Inputs">The value is an <c>IInput[]</c>, or <see cref="Uninitialised"/>.</param>
    /// <param name="IsAdded">It was added to another list; otherwise its own list starts with it.</param>
    private readonly record struct Part(Task<OutputData> Inputs, bool IsAdded = false)
    {
        public bool IsUninitialised => Inputs.IsCompletedSuccessfully && Inputs.GetAwaiter().GetResult().Value is ImmutableArray<IInput>;

        /// <summary>The items; none if the part is unknown.</summary>
        /// <exception cref="NullReferenceException">
        /// A default array was joined with another: that of ImmutableArray.AddRange, which the official SDK calls (InputList.cs, Concat).
        /// </exception>
        public static IEnumerable<IInput> Items(object? value) =>
            value switch
            {
                null => [],
                IInput[] items => items,
                _ => default(ImmutableArray<IInput>).AddRange(ImmutableArray<IInput>.Empty),
            };
    }
}
