namespace Pulumi;

/// <summary>An <see cref="Input{T}"/> whose type argument is not known at compile time.</summary>
internal interface IInput
{
    Task<OutputData> DataTask { get; }
}

/// <summary>A list or map of inputs, each of which keeps its own secret and unknown marks on the wire.</summary>
internal interface IInputCollection
{
    /// <summary>An array of the items or a dictionary of the entries, each an <see cref="IInput"/>.</summary>
    Task<OutputData> ElementInputs { get; }
}

/// <summary>An argument: a plain value or an <see cref="Output{T}"/>.</summary>
public class Input<T> : IInput
{
    private readonly Task<OutputData>? data;
    private Output<T>? output;

    private protected Input(Output<T>? output) => this.output = output;

    private Input(Task<OutputData> data) => this.data = data;

    private protected virtual Output<T> Value => output ??= new Output<T>(data!);

    Task<OutputData> IInput.DataTask => data ?? Value.DataTask;

    public static implicit operator Input<T>(T value) => new(Task.FromResult(OutputData.Plain(value)));

    public static implicit operator Input<T>(Output<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(value);
    }

    public static implicit operator Output<T>(Input<T> input) => input.Value;
}
