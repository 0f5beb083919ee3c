namespace Pulumi;

/// <summary>An <see cref="Input{T}"/> whose type argument is not known at compile time.</summary>
internal interface IInput
{
    IOutput ToOutput();
}

/// <summary>A list or map of inputs, each of which keeps its own marks on the wire.</summary>
internal interface IInputCollection
{
    IOutput ElementInputs { get; }
}

/// <summary>An argument: a plain value or an <see cref="Output{T}"/> of it, whichever the caller has.</summary>
public class Input<T> : IInput
{
    private readonly Output<T>? output;

    private protected Input(Output<T>? output) => this.output = output;

    private protected virtual Output<T> Value => output!;

    IOutput IInput.ToOutput() => Value;

    public static implicit operator Input<T>(T value) => new(Output.Create(value));

    public static implicit operator Input<T>(Output<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(value);
    }

    public static implicit operator Output<T>(Input<T> input) => input.Value;
}
