using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// A value that is there later, together with whether it is known during a preview, whether it is a secret,
/// and which resources it comes from. Every output made during a run is awaited by that run.
/// </summary>
public sealed class Output<T> : IOutput
{
    internal Output(Task<OutputData<T>> dataTask)
    {
        DataTask = dataTask;
        Deployment.Current?.Runner.Watch(dataTask);
    }

    internal Output(OutputData<T> data)
        => DataTask = Task.FromResult(data);

    internal Task<OutputData<T>> DataTask { get; }

    public static Output<T> Create(Task<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return FromTask(value, isSecret: false);
    }

    /// <summary>Runs a function with nothing to return once the value is known; its failure fails the run.</summary>
    public Output<ValueTuple> Apply(Func<T, Task> func)
        => Then(async value =>
        {
            await func(value).ConfigureAwait(false);
            return OutputData<ValueTuple>.Plain(default);
        });

    /// <summary>The function's result for this value; unknown if this is unknown, and secret if this is secret.</summary>
    public Output<TResult> Apply<TResult>(Func<T, TResult> func)
        => Then(value => Task.FromResult(OutputData<TResult>.Plain(func(value))));

    /// <inheritdoc cref="Apply{TResult}(Func{T, TResult})"/>
    public Output<TResult> Apply<TResult>(Func<T, Task<TResult>> func)
        => Then(async value => OutputData<TResult>.Plain(await func(value).ConfigureAwait(false)));

    /// <inheritdoc cref="Apply{TResult}(Func{T, TResult})"/>
    public Output<TResult> Apply<TResult>(Func<T, Input<TResult>?> func)
        => Then(value => func(value).ToOutput().DataTask);

    /// <inheritdoc cref="Apply{TResult}(Func{T, TResult})"/>
    public Output<TResult> Apply<TResult>(Func<T, Output<TResult>?> func)
        => Then(value => func(value)?.DataTask ?? Task.FromResult(OutputData<TResult>.Plain(default!)));

    public Output<TResult> UntypedApply<TResult>(Func<object?, Output<TResult>> func)
        => Then(value => func(value).DataTask);

    /// <summary>Not the value: text that says how to get at it, and a warning in the log.</summary>
    /// <exception cref="InvalidOperationException">If the environment asks for it with PULUMI_ERROR_OUTPUT_STRING.</exception>
    public override string ToString()
    {
        const string message =
            "Calling [ToString] on an [Output<T>] is not supported. " +
            "Use o.Apply(v => $\"prefix{v}suffix\") or Output.Format($\"prefix{o}suffix\") to build a string from its value.";
        var setting = Environment.GetEnvironmentVariable("PULUMI_ERROR_OUTPUT_STRING");
        if (setting == "1" || string.Equals(setting, "true", StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException(message);

        Log.Warn(message);
        return message;
    }

    async Task<OutputData<object?>> IOutput.GetDataAsync()
        => (await DataTask.ConfigureAwait(false)).Boxed();

    internal static Output<T> FromTask(Task<T> value, bool isSecret)
    {
        return new Output<T>(Resolve());

        async Task<OutputData<T>> Resolve()
            => new(await value.ConfigureAwait(false), IsKnown: true, isSecret, []);
    }

    /// <summary>An output with this one's value and changed marks.</summary>
    internal Output<T> Remark(Func<OutputData<T>, Task<OutputData<T>>> remark)
    {
        return new Output<T>(Resolve());

        async Task<OutputData<T>> Resolve()
            => await remark(await DataTask.ConfigureAwait(false)).ConfigureAwait(false);
    }

    internal Output<T> Remark(Func<OutputData<T>, OutputData<T>> remark)
        => Remark(data => Task.FromResult(remark(data)));

    internal async Task<T> GetValueAsync(T whenUnknown)
    {
        var data = await DataTask.ConfigureAwait(false);
        return data.IsKnown ? data.Value : whenUnknown;
    }

    private Output<TResult> Then<TResult>(Func<T, Task<OutputData<TResult>>> next)
    {
        return new Output<TResult>(Resolve());

        async Task<OutputData<TResult>> Resolve()
        {
            var data = await DataTask.ConfigureAwait(false);
            if (!data.IsKnown)
                return OutputData<TResult>.Unknown(data.Resources, data.IsSecret);

            var merge = new OutputMerge();
            merge.Take(data);
            return merge.With(merge.Take(await next(data.Value).ConfigureAwait(false)));
        }
    }
}
