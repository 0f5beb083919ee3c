namespace PmCrm.App.Tests.Fixtures;

/// <summary>The real time plus an offset that a test sets. Timers and measured durations stay real.</summary>
internal sealed class MovableClock : TimeProvider
{
    private TimeSpan ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;

    public void Advance(TimeSpan by) => ahead += by;
}
