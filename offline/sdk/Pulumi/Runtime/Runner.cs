using System.Reflection;

namespace Pulumi;

/// <summary>Tracks the tasks of a run, and returns its exit code.</summary>
internal sealed class Runner(Deployment deployment)
{
    /// <summary>The program logged errors and continued.</summary>
    private const int ErrorsLogged = 1;

    /// <summary>The program failed, and the reason has been logged.</summary>
    private const int FailureReported = 32;

    private readonly Lock gate = new();
    private readonly List<Exception> failures = [];
    private TaskCompletionSource<Exception[]>? waiter;
    private int active;

    /// <summary>Makes the run wait for the task, and fail if the task fails.</summary>
    public void Watch(Task task)
    {
        if (task.IsCompletedSuccessfully)
            return;
        lock (gate)
        {
            active++;
        }

        // Synchronously, so that a failure is known before the failures that it causes.
        _ = task.ContinueWith(
            static (ended, runner) => ((Runner)runner!).Ended(ended),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    /// <summary>Runs a program that is a class.</summary>
    public async Task<int> RunAsync<TStack>(Func<TStack> create)
        where TStack : Stack
    {
        try
        {
            var stack = create();
            stack.RegisterPropertyOutputs();
            Watch(stack.Outputs.DataTask);
        }
        catch (Exception e)
        {
            return await ReportAsync([e]).ConfigureAwait(false);
        }

        return await FinishAsync().ConfigureAwait(false);
    }

    /// <summary>Runs a program that is a function.</summary>
    public Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> func, StackOptions? options)
    {
        var stack = new Stack(func, options);
        Watch(stack.Outputs.DataTask);
        return FinishAsync();
    }

    private async Task<int> FinishAsync()
    {
        var failed = await IdleOrFailedAsync().ConfigureAwait(false);
        if (failed.Length > 0)
            return await ReportAsync(failed).ConfigureAwait(false);
        if (deployment.Logger.HasErrors)
            return ErrorsLogged;

        try
        {
            await deployment.Monitor.SignalAndWaitForShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return await ReportAsync([e]).ConfigureAwait(false);
        }

        return 0;
    }

    private void Ended(Task task)
    {
        TaskCompletionSource<Exception[]>? notify = null;
        Exception[] known = [];
        lock (gate)
        {
            active--;
            if (task.IsFaulted)
                failures.AddRange(task.Exception.InnerExceptions);
            if (waiter != null && (active == 0 || failures.Count > 0))
            {
                (notify, waiter) = (waiter, null);
                known = Reportable();
            }
        }

        notify?.SetResult(known);
    }

    /// <summary>The failures so far, as soon as there is one or no task is running. Later failures are not reported.</summary>
    private Task<Exception[]> IdleOrFailedAsync()
    {
        lock (gate)
        {
            if (active == 0 || failures.Count > 0)
                return Task.FromResult(Reportable());
            waiter = new TaskCompletionSource<Exception[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            return waiter.Task;
        }
    }

    /// <summary>
    /// One failure reaches the run through every output that is made from the failed one, as the same exception or as an inner one.
    /// </summary>
    private Exception[] Reportable() => [.. failures.Distinct().Where(failure => !Causes(failure).Any(failures.Contains))];

    private static IEnumerable<Exception> Causes(Exception failure)
    {
        for (var cause = failure.InnerException; cause != null; cause = cause.InnerException)
            yield return cause;
    }

    private async Task<int> ReportAsync(Exception[] exceptions)
    {
        var exitCode = ErrorsLogged;
        foreach (var exception in exceptions)
        {
            if (await ReportAsync(exception).ConfigureAwait(false))
                exitCode = FailureReported;
        }

        Environment.ExitCode = exitCode;
        return exitCode;
    }

    /// <summary>Whether the engine received the report.</summary>
    private async Task<bool> ReportAsync(Exception exception)
    {
        switch (exception)
        {
            case LogException:
                await Console
                    .Error.WriteLineAsync($"Error occurred trying to send logging message to engine:\n{exception}")
                    .ConfigureAwait(false);
                return false;
            case RunException:
                await deployment.Logger.WriteAsync(LogSeverity.Error, exception.Message).ConfigureAwait(false);
                return true;
            case ResourceException about:
                var text = about.HideStack ? about.Message : about.ToString();
                await deployment.Logger.WriteAsync(LogSeverity.Error, text, about.Resource).ConfigureAwait(false);
                return true;
            default:
                // The official SDK sends these words, and tools that read the engine's log know them.
                await deployment
                    .Logger.WriteAsync(
                        LogSeverity.Error,
                        $"Running program '{Assembly.GetEntryAssembly()?.Location}' failed with an unhandled exception:\n{exception}"
                    )
                    .ConfigureAwait(false);
                return true;
        }
    }
}
