using System.Diagnostics;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>
/// Counts the statements that the current flow of control sends to PostgreSQL, by Npgsql's own activities; those of other tests are in
/// other traces.
/// </summary>
internal sealed class StatementCount : IDisposable
{
    private readonly Activity counted = new Activity("counted").Start();
    private readonly ActivityListener listener;
    private int statements;

    public StatementCount()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref _) => ActivitySamplingResult.PropagationData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == counted.TraceId)
                    Interlocked.Increment(ref statements);
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    public int Value => Volatile.Read(ref statements);

    public void Dispose()
    {
        listener.Dispose();
        counted.Dispose();
    }
}
