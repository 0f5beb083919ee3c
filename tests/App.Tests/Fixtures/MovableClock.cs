namespace PmCrm.App.Tests.Fixtures;

/// <summary>The real time, moved on by a test. Timers and measured durations stay real.</summary>
internal sealed class MovableClock : TimeProvider
{
    private TimeSpan ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;

    public void Advance(TimeSpan by) => ahead += by;
}
