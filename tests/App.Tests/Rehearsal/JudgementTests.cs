using PmCrm.Rehearsal;

namespace PmCrm.App.Tests.Rehearsal;

/// <summary>Each requirement of a rehearsal, met once and missed once.</summary>
public sealed class JudgementTests
{
    private static readonly DateTimeOffset Died = new(2026, 1, 31, 3, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lag = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void A_lost_write_breaks_the_promise_that_none_is_lost()
    {
        var (kept, lost) = (Write(-10), Write(-5));

        Assert.True(Judgement.NothingLost([kept], Ids(kept)).Holds);
        Assert.False(Judgement.NothingLost([kept, lost], Ids(kept)).Holds);
    }

    [Fact]
    public void A_restore_may_lose_only_what_came_after_its_moment()
    {
        var (before, after) = (Write(-2), Write(-1));
        var moment = Died - TimeSpan.FromSeconds(1.5);

        Assert.True(Judgement.NothingLost([before, after], Ids(before), moment).Holds);
        Assert.False(Judgement.NothingLost([before, after], Ids(after), moment).Holds);
    }

    [Fact]
    public void A_failover_may_lose_only_what_was_written_within_the_lag()
    {
        Assert.True(Judgement.LossWithinLag([], Died, Lag, Resolution).Holds);
        Assert.True(Judgement.LossWithinLag([Write(-0.25)], Died, Lag, Resolution).Holds);
        Assert.False(Judgement.LossWithinLag([Write(-0.25), Write(-0.35)], Died, Lag, Resolution).Holds);
        Assert.False(Judgement.LossWithinLag([], Died, lag: null, Resolution).Holds);
    }

    [Fact]
    public void The_objectives_are_two_hours_and_one_hour()
    {
        Assert.True(Judgement.RecoveredInTime(TimeSpan.FromHours(2)).Holds);
        Assert.False(Judgement.RecoveredInTime(TimeSpan.FromMinutes(121)).Holds);
        Assert.True(Judgement.RecoveredToPoint(TimeSpan.FromHours(1)).Holds);
        Assert.False(Judgement.RecoveredToPoint(TimeSpan.FromMinutes(61)).Holds);
    }

    [Fact]
    public void One_failed_request_and_one_missing_row_are_too_many()
    {
        Assert.True(Judgement.NoFailure(0).Holds);
        Assert.False(Judgement.NoFailure(1).Holds);
        Assert.False(Judgement.Equal("rows", 7, 6).Holds);
    }

    [Fact]
    public void The_figures_take_the_place_of_those_of_before_and_of_nothing_else()
    {
        var page = $"before\n{Figures.Begin}\nold\n{Figures.End}\nafter\n";

        var once = Figures.Replace(page, ["| a | 1.0 s | 1 kept |"], "2 cores", new DateOnly(2026, 1, 31));
        var twice = Figures.Replace(once, ["| a | 1.0 s | 1 kept |"], "2 cores", new DateOnly(2026, 1, 31));

        Assert.Equal(once, twice);
        Assert.Contains("Measured 2026-01-31 on 2 cores.", once, StringComparison.Ordinal);
        Assert.Contains("| a | 1.0 s | 1 kept |\n" + Figures.End + "\nafter\n", once, StringComparison.Ordinal);
        Assert.DoesNotContain("old", once, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Figures.Replace("no place", [], "", default));
    }

    private static Acknowledged Write(double seconds) => new(Guid.NewGuid(), Died.AddSeconds(seconds));

    private static HashSet<Guid> Ids(params Acknowledged[] writes) => [.. writes.Select(write => write.Id)];
}
