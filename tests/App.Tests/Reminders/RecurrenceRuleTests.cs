using System.Globalization;
using CsCheck;
using PmCrm.App.Features.Reminders;

namespace PmCrm.App.Tests.Reminders;

public sealed class RecurrenceRuleTests
{
    private static readonly TimeZoneInfo Brussels = TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels");

    // The examples of RFC 5545, section 3.8.5.3; those for other years were counted in a calendar.
    [Theory]
    [InlineData("FREQ=DAILY;COUNT=3", "1997-09-02", "1997-09-02 1997-09-03 1997-09-04")]
    [InlineData("FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02", "1997-09-02 1997-09-12 1997-09-22 1997-10-02 1997-10-12")]
    [InlineData("FREQ=WEEKLY;UNTIL=19970917", "1997-09-02", "1997-09-02 1997-09-09 1997-09-16")]
    [InlineData("FREQ=WEEKLY;COUNT=4;BYDAY=TU,TH", "1997-09-02", "1997-09-02 1997-09-04 1997-09-09 1997-09-11")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU", "1997-08-05", "1997-08-05 1997-08-10 1997-08-19 1997-08-24")]
    [InlineData("FREQ=MONTHLY;COUNT=3;BYDAY=1FR", "1997-09-05", "1997-09-05 1997-10-03 1997-11-07")]
    [InlineData(
        "FREQ=MONTHLY;INTERVAL=2;COUNT=6;BYDAY=1SU,-1SU",
        "1997-09-07",
        "1997-09-07 1997-09-28 1997-11-02 1997-11-30 1998-01-04 1998-01-25"
    )]
    [InlineData("FREQ=MONTHLY;COUNT=3;BYDAY=-2MO", "1997-09-22", "1997-09-22 1997-10-20 1997-11-17")]
    [InlineData("FREQ=MONTHLY;COUNT=4;BYMONTHDAY=-3", "1997-09-28", "1997-09-28 1997-10-29 1997-11-28 1997-12-29")]
    [InlineData("FREQ=MONTHLY;COUNT=4;BYMONTHDAY=1,-1", "1997-09-30", "1997-09-30 1997-10-01 1997-10-31 1997-11-01")]
    [InlineData("FREQ=MONTHLY;COUNT=3;BYDAY=FR;BYMONTHDAY=13", "1998-02-13", "1998-02-13 1998-03-13 1998-11-13")]
    [InlineData("FREQ=MONTHLY;COUNT=3", "2027-01-31", "2027-01-31 2027-03-31 2027-05-31")]
    [InlineData("FREQ=YEARLY;COUNT=2", "2028-02-29", "2028-02-29 2032-02-29")]
    [InlineData("FREQ=DAILY;COUNT=3;BYMONTH=1;BYDAY=SU", "1998-01-04", "1998-01-04 1998-01-11 1998-01-18")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05", "1997-08-05 1997-08-17 1997-08-19 1997-08-31")]
    // Weeks that span two months: BYMONTH applies to each day's own month.
    [InlineData("FREQ=WEEKLY;COUNT=4;BYDAY=MO,FR;BYMONTH=1", "2027-01-25", "2027-01-25 2027-01-29 2028-01-03 2028-01-07")]
    [InlineData("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04", "1997-09-04 1997-10-07 1997-11-06")]
    [InlineData("FREQ=MONTHLY;COUNT=4;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "1997-09-29", "1997-09-29 1997-10-30 1997-11-27 1997-12-30")]
    [InlineData("FREQ=MONTHLY;COUNT=3;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "2027-01-31", "2027-01-31 2027-02-28 2027-03-31")]
    [InlineData("FREQ=YEARLY;COUNT=4;BYMONTH=6,7", "1997-06-10", "1997-06-10 1997-07-10 1998-06-10 1998-07-10")]
    [InlineData("FREQ=YEARLY;COUNT=3;BYMONTH=3;BYMONTHDAY=15", "2027-03-15", "2027-03-15 2028-03-15 2029-03-15")]
    [InlineData("FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200", "1997-01-01", "1997-01-01 1997-04-10 1997-07-19 2000-01-01")]
    [InlineData("FREQ=YEARLY;COUNT=3;BYDAY=20MO", "1997-05-19", "1997-05-19 1998-05-18 1999-05-17")]
    [InlineData("FREQ=YEARLY;COUNT=3;BYWEEKNO=20;BYDAY=MO", "1997-05-12", "1997-05-12 1998-05-11 1999-05-17")]
    [InlineData("FREQ=YEARLY;COUNT=3;BYWEEKNO=1", "2024-12-30", "2024-12-30 2025-12-29 2027-01-04")]
    [InlineData("FREQ=YEARLY;COUNT=3;BYMONTH=3;BYDAY=TH", "1997-03-13", "1997-03-13 1997-03-20 1997-03-27")]
    [InlineData(
        "FREQ=YEARLY;INTERVAL=4;COUNT=3;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "1996-11-05",
        "1996-11-05 2000-11-07 2004-11-02"
    )]
    public void A_series_has_the_occurrences_of_the_RFCs_examples(string rule, string start, string expected)
    {
        Assert.Equal(expected.Split(' '), Days(Read(rule), At(start)));
    }

    [Fact]
    public void A_series_keeps_its_wall_clock_time_when_the_clocks_change()
    {
        var start = new DateTimeOffset(2027, 3, 27, 9, 0, 0, TimeSpan.FromHours(1));

        var next = Read("FREQ=DAILY").NextAfter(start, Brussels, start);

        Assert.Equal(new DateTimeOffset(2027, 3, 28, 9, 0, 0, TimeSpan.FromHours(2)), next);
    }

    [Fact]
    public void A_time_in_a_clock_change_gap_is_read_with_the_offset_before_the_gap()
    {
        var start = new DateTimeOffset(2027, 3, 27, 2, 30, 0, TimeSpan.FromHours(1));

        var next = Read("FREQ=DAILY").NextAfter(start, Brussels, start);

        Assert.Equal(new DateTimeOffset(2027, 3, 28, 2, 30, 0, TimeSpan.FromHours(1)), next);
    }

    [Fact]
    public void A_repeated_local_time_is_the_first_of_the_two()
    {
        var start = new DateTimeOffset(2027, 10, 30, 2, 30, 0, TimeSpan.FromHours(2));

        var next = Read("FREQ=DAILY").NextAfter(start, Brussels, start);

        Assert.Equal(new DateTimeOffset(2027, 10, 31, 2, 30, 0, TimeSpan.FromHours(2)), next);
    }

    [Fact]
    public void An_UNTIL_in_UTC_is_inclusive()
    {
        var start = At("2027-01-01");

        Assert.Equal(["2027-01-01", "2027-01-02"], Days(Read("FREQ=DAILY;UNTIL=20270102T090000Z"), start));
        Assert.Equal(["2027-01-01"], Days(Read("FREQ=DAILY;UNTIL=20270102T085959Z"), start));
    }

    [Fact]
    public void An_UNTIL_in_local_time_is_read_in_the_series_time_zone()
    {
        var start = new DateTimeOffset(2027, 7, 1, 9, 0, 0, TimeSpan.FromHours(2));

        // 09:00 in Brussels is 07:00 UTC: reading UNTIL as UTC would end the series a day late.
        var next = Read("FREQ=DAILY;UNTIL=20270702T085959").NextAfter(start, Brussels, start);

        Assert.Null(next);
        Assert.Equal(start.AddDays(1), Read("FREQ=DAILY;UNTIL=20270702T090000").NextAfter(start, Brussels, start));
    }

    [Fact]
    public void A_start_at_the_second_of_two_equal_times_is_the_first_occurrence()
    {
        var start = new DateTimeOffset(2027, 10, 31, 2, 30, 0, TimeSpan.FromHours(1));
        var rule = Read("FREQ=DAILY;COUNT=2");

        Assert.Equal(start, rule.NextAfter(start, Brussels, start.AddHours(-2)));
        Assert.Equal(start.AddDays(1), rule.NextAfter(start, Brussels, start));
    }

    [Fact]
    public void A_day_that_a_zone_skips_shares_one_occurrence_with_the_next_day()
    {
        // Samoa skipped 30 December 2011.
        var apia = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia");
        var start = new DateTimeOffset(2011, 12, 29, 9, 0, 0, TimeSpan.FromHours(-10));
        var rule = Read("FREQ=DAILY;COUNT=3");

        var second = rule.NextAfter(start, apia, start);
        Assert.Equal(new DateTimeOffset(2011, 12, 31, 9, 0, 0, TimeSpan.FromHours(14)), second);
        Assert.Equal(new DateTimeOffset(2012, 1, 1, 9, 0, 0, TimeSpan.FromHours(14)), rule.NextAfter(start, apia, second!.Value));
    }

    [Fact]
    public void A_series_ends_at_the_maximum_date()
    {
        var start = new DateTimeOffset(9999, 12, 31, 9, 0, 0, TimeSpan.Zero);

        foreach (var frequency in Enum.GetValues<RecurrenceFrequency>())
        {
            Assert.Null(new RecurrenceRule { Frequency = frequency }.NextAfter(start, TimeZoneInfo.Utc, start));
        }
    }

    [Theory]
    [InlineData("FREQ=WEEKLY;BYDAY=MO", "2027-01-05")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=15", "2027-01-05")]
    [InlineData("FREQ=MONTHLY;BYDAY=1MO", "2027-01-11")]
    public void A_series_cannot_start_on_a_day_that_is_not_in_it(string rule, string start)
    {
        Assert.False(Read(rule).CanStartAt(At(start).DateTime));
    }

    [Theory]
    [InlineData("", "NAME=VALUE")]
    [InlineData("INTERVAL=2", "FREQ")]
    [InlineData("FREQ=HOURLY", "DAILY, WEEKLY, MONTHLY or YEARLY")]
    [InlineData("FREQ=MINUTELY", "DAILY, WEEKLY, MONTHLY or YEARLY")]
    [InlineData("RRULE:FREQ=DAILY", "without the property name")]
    [InlineData("FREQ=DAILY;freq=DAILY", "twice")]
    [InlineData("FREQ=DAILY;INTERVAL=0", "1 to 999")]
    [InlineData("FREQ=DAILY;COUNT=1000", "1 to 999")]
    [InlineData("FREQ=DAILY;COUNT=2;UNTIL=20270101", "together")]
    [InlineData("FREQ=DAILY;UNTIL=tomorrow", "20270131")]
    [InlineData("FREQ=DAILY;BYDAY=1MO", "MO, not 1MO")]
    [InlineData("FREQ=WEEKLY;BYDAY=1MO", "MO, not 1MO")]
    [InlineData("FREQ=WEEKLY;BYDAY=XX", "SU")]
    [InlineData("FREQ=WEEKLY;BYMONTHDAY=1", "FREQ=WEEKLY")]
    [InlineData("FREQ=WEEKLY;WKST=1MO", "WKST is one of")]
    [InlineData("FREQ=MONTHLY;BYDAY=6MO", "-5 to 5")]
    [InlineData("FREQ=YEARLY;BYMONTH=1;BYDAY=6MO", "-5 to 5")]
    [InlineData("FREQ=YEARLY;BYDAY=54MO", "may have an ordinal")]
    [InlineData("FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", "BYWEEKNO")]
    [InlineData("FREQ=YEARLY;BYMONTHDAY=1", "requires BYMONTH")]
    [InlineData("FREQ=YEARLY;BYMONTH=0", "1 to 12")]
    [InlineData("FREQ=YEARLY;BYMONTH=-1", "1 to 12")]
    [InlineData("FREQ=YEARLY;BYYEARDAY=367", "1 to 366")]
    [InlineData("FREQ=MONTHLY;BYYEARDAY=1", "FREQ=YEARLY")]
    [InlineData("FREQ=MONTHLY;BYWEEKNO=1", "FREQ=YEARLY")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=0", "1 to 31")]
    [InlineData("FREQ=MONTHLY;BYSETPOS=1", "another part")]
    [InlineData("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "1 to 366")]
    [InlineData("FREQ=DAILY;BYHOUR=9", "the time of day is that of startsAt")]
    [InlineData("FREQ=YEARLY;RSCALE=CHINESE", "RSCALE is not accepted")]
    public void An_unsupported_rule_is_refused_with_what_is_supported(string text, string expected)
    {
        Assert.False(RecurrenceRuleParser.TryParse(text, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_written_and_read_again_is_the_same_series()
    {
        Rules.Sample(rule =>
        {
            var again = Read(rule.ToString());
            Assert.Equal(rule.ToString(), again.ToString());
            Assert.Equal(Days(rule, At("2027-01-01")), Days(again, At("2027-01-01")));
        });
    }

    [Fact]
    public void Occurrences_are_strictly_increasing()
    {
        Gen.Select(Rules, Gen.Int[0, 20_000])
            .Sample(
                (rule, hours) =>
                {
                    var start = At("2027-01-01").AddHours(hours);
                    var next = rule.NextAfter(start, Brussels, start);
                    Assert.True(next is null || next > start);
                }
            );
    }

    private static Gen<RecurrenceRule> Rules { get; } =
        Gen.Select(
                Gen.Enum<RecurrenceFrequency>(),
                Gen.Int[1, 40],
                Gen.Int[1, 5],
                Gen.Enum<DayOfWeek>().Array[0, 3],
                Gen.Int[1, 31].Array[0, 3]
            )
            .Select(
                (frequency, interval, count, days, monthDays) =>
                    new RecurrenceRule
                    {
                        Frequency = frequency,
                        Interval = interval,
                        Count = count,
                        ByDay =
                            frequency is RecurrenceFrequency.Weekly ? [.. days.Distinct().Select(day => new WeekdayOfRule(0, day))] : [],
                        ByMonthDay = frequency is RecurrenceFrequency.Monthly ? [.. monthDays.Distinct()] : [],
                    }
            );

    private static RecurrenceRule Read(string text)
    {
        Assert.True(RecurrenceRuleParser.TryParse(text, out var rule, out var problem), problem);
        return rule;
    }

    private static DateTimeOffset At(string day) =>
        DateTimeOffset.ParseExact($"{day} 09:00Z", "yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    // The whole series if it ends with COUNT or UNTIL.
    private static List<string> Days(RecurrenceRule rule, DateTimeOffset start)
    {
        var days = new List<string>();
        for (
            var at = rule.NextAfter(start, TimeZoneInfo.Utc, start.AddTicks(-1));
            at is { } day;
            at = rule.NextAfter(start, TimeZoneInfo.Utc, day)
        )
        {
            days.Add(day.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        return days;
    }
}
