using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// A value that becomes available later, with three marks: whether it is known during a preview, whether it is a secret, and which
/// resources it depends on. The run waits for every output that is created during it.
/// </summary>
public sealed class Output<T> : IOutput
{
    internal Output(Task<OutputData> dataTask) => DataTask = OutputFlow.Watched(dataTask);

    internal Output(OutputData data) => DataTask = Task.FromResult(data);

    internal Task<OutputData> DataTask { get; }

    Task<OutputData> IOutput.DataTask => DataTask;

    public static Output<T> Create(Task<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return FromTask(value, isSecret: false);
    }

    /// <summary>Runs a function without a result once the value is known. If it fails, the run fails.</summary>
    public Output<ValueTuple> Apply(Func<T, Task> func) =>
        Then<ValueTuple>(async value =>
        {
            await func(value).ConfigureAwait(false);
            return OutputData.Plain(default(ValueTuple));
        });

    /// <summary>The function's result for this value; unknown if this is unknown, and secret if this is secret.</summary>
    public Output<TResult> Apply<TResult>(Func<T, TResult> func) => Then<TResult>(value => Task.FromResult(OutputData.Plain(func(value))));

    /// <inheritdoc cref="Apply{TResult}(Func{T, TResult})"/>
    public Output<TResult> Apply<TResult>(Func<T, Task<TResult>> func) =>
        Then<TResult>(async value =>
        {
            var result = func(value);
            ArgumentNullException.ThrowIfNull(result, nameof(value));
            return OutputData.Plain(await result.ConfigureAwait(false));
        });

    /// <inheritdoc cref="Apply{TResult}(Func{T, TResult})"/>
    public Output<TResult> Apply<TResult>(Func<T, Input<TResult>?> func) =>
        Then<TResult>(value => (func(value) as IInput)?.DataTask ?? Task.FromResult(OutputData.Plain(default(TResult))));

    /// <inheritdoc cref="Apply{TResult}(Func{T, TResult})"/>
    public Output<TResult> Apply<TResult>(Func<T, Output<TResult>?> func) =>
        Then<TResult>(value => func(value)?.DataTask ?? Task.FromResult(OutputData.Plain(default(TResult))));

    public Output<TResult> UntypedApply<TResult>(Func<object?, Output<TResult>> func) =>
        new(OutputFlow.ThenAsync(DataTask, value => func(value).DataTask));

    /// <summary>Not the value: a text that explains how to use the value. Also logs a warning.</summary>
    /// <exception cref="InvalidOperationException">If the environment variable PULUMI_ERROR_OUTPUT_STRING asks for it.</exception>
    public override string ToString()
    {
        var message = string.Join(
            Environment.NewLine,
            "Calling [ToString] on an [Output<T>] is not supported.",
            "",
            "To get the value of an Output<T> as an Output<string> consider:",
            "1. o.Apply(v => $\"prefix{v}suffix\")",
            "2. Output.Format($\"prefix{hostname}suffix\");",
            "",
            "See https://www.pulumi.com/docs/concepts/inputs-outputs for more details."
        );
        var setting = Environment.GetEnvironmentVariable("PULUMI_ERROR_OUTPUT_STRING");
        if (setting == "1" || string.Equals(setting, "true", StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException(message);

        Log.Warn(message);
        return string.Join(Environment.NewLine, message, "This function may throw in a future version of Pulumi.");
    }

    internal static Output<T> FromTask(Task<T> value, bool isSecret)
    {
        return new Output<T>(Resolve());

        async Task<OutputData> Resolve() => new(await value.ConfigureAwait(false), IsKnown: true, isSecret, []);
    }

    /// <summary>An output with the same value and changed marks.</summary>
    internal Output<T> Remark(Func<OutputData, Task<OutputData>> remark) => new(OutputFlow.RemarkAsync(DataTask, remark));

    internal Output<T> Remark(Func<OutputData, OutputData> remark) => Remark(data => Task.FromResult(remark(data)));

    internal async Task<T> GetValueAsync(T whenUnknown)
    {
        var data = await DataTask.ConfigureAwait(false);
        return data.IsKnown ? data.ValueAs<T>() : whenUnknown;
    }

    private Output<TResult> Then<TResult>(Func<T, Task<OutputData>> next) =>
        new(OutputFlow.ThenAsync(DataTask, value => next(OutputData.As<T>(value))));
}
