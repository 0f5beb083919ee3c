namespace Pulumi;

/// <summary>Sends messages to the engine, in order, and counts the errors among them.</summary>
internal sealed class EngineLogger(IEngine engine, Runner runner) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private int errors;

    public bool HasErrors => Volatile.Read(ref errors) > 0;

    public Task WriteAsync(LogSeverity severity, string message, Resource? resource = null, int streamId = 0, bool isEphemeral = false)
    {
        if (severity == LogSeverity.Error)
            Interlocked.Increment(ref errors);
        var sending = SendAsync(severity, message, resource, streamId, isEphemeral);
        runner.Watch(sending);
        return sending;
    }

    public void Dispose() => turn.Dispose();

    private async Task SendAsync(LogSeverity severity, string message, Resource? resource, int streamId, bool isEphemeral)
    {
        try
        {
            var urn = await UrnOfAsync(resource).ConfigureAwait(false);
            await turn.WaitAsync().ConfigureAwait(false);
            try
            {
                await engine.LogAsync(new LogMessage(severity, message, urn, streamId, isEphemeral)).ConfigureAwait(false);
            }
            finally
            {
                turn.Release();
            }
        }
        catch (Exception e)
        {
            Interlocked.Increment(ref errors);
            throw new LogException(e);
        }
    }

    private static async Task<string> UrnOfAsync(Resource? resource)
    {
        if (resource == null)
            return "";

        // A resource whose registration failed has no URN, and the message may be about just that.
        await ((Task)resource.Urn.DataTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return resource.Urn.DataTask.IsCompletedSuccessfully ? await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false) : "";
    }
}
