using System.Runtime.InteropServices;
using PmCrm.Contract;

namespace PmCrm.App.Health;

/// <summary>
/// Whether this process is shutting down: from the signal on it is not ready, and tells its clients to connect elsewhere.
/// </summary>
public sealed class Draining
{
    private volatile bool begun;

    public bool HasBegun => begun;

    public void Begin() => begun = true;
}

/// <summary>
/// Ends the process in two steps. At SIGTERM it becomes unready at once and continues to serve for <see cref="Delay"/>. It closes each
/// connection with its next answer, so that load balancers and clients with open connections leave without a failed request. Then the host
/// stops: it accepts no new connections, and running requests finish within <see cref="StopTimeout"/>.
/// </summary>
public sealed class DrainingLifetime(Draining draining, IHostApplicationLifetime lifetime, TimeProvider clock) : IHostLifetime, IDisposable
{
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The rest of <see cref="AppContract.ShutdownTime"/>, which the pod's grace period covers, after <see cref="Delay"/> and a margin.
    /// </summary>
    public static readonly TimeSpan StopTimeout = AppContract.ShutdownTime - Delay - TimeSpan.FromSeconds(2);

    private readonly List<PosixSignalRegistration> signals = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal));
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => signals.ForEach(signal => signal.Dispose());

    private void OnSignal(PosixSignalContext context)
    {
        // The default would end the process immediately.
        context.Cancel = true;
        if (draining.HasBegun)
            return;
        draining.Begin();
        _ = StopLater();
    }

    private async Task StopLater()
    {
        await Task.Delay(Delay, clock);
        lifetime.StopApplication();
    }
}

/// <summary>While the process shuts down, tells clients to open their next connection elsewhere.</summary>
public sealed class DrainingMiddleware(RequestDelegate next, Draining draining)
{
    public Task Invoke(HttpContext context)
    {
        // As late as possible, because the headers are reset when an answer is replaced by a problem.
        if (draining.HasBegun)
            context.Response.OnStarting(static response => Close((HttpResponse)response), context.Response);
        return next(context);
    }

    private static Task Close(HttpResponse response)
    {
        response.Headers.Connection = "close";
        return Task.CompletedTask;
    }
}
