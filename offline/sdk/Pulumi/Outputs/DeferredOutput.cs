namespace Pulumi;

/// <summary>An output that can be used before the output that it resolves to exists.</summary>
public sealed class DeferredOutput<T>
{
    private readonly TaskCompletionSource<OutputData> source = new();
    private int resolved;

    public DeferredOutput() => Output = new Output<T>(source.Task);

    public Output<T> Output { get; }

    /// <summary>
    /// Forwards the output's value. Its failure is forwarded as an <see cref="AggregateException"/>, as in the official SDK.
    /// </summary>
    /// <exception cref="InvalidOperationException">On the second call.</exception>
    public void Resolve(Output<T> output)
    {
        if (Interlocked.Exchange(ref resolved, 1) == 1)
            throw new InvalidOperationException("A DeferredOutput can be resolved only once.");

        _ = ForwardAsync();

        async Task ForwardAsync()
        {
            try
            {
                source.SetResult(await output.DataTask.ConfigureAwait(false));
            }
            catch (Exception e)
            {
                source.SetException(new AggregateException(e));
            }
        }
    }
}
