using System.Globalization;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using NodaTime;
using NodaTime.TimeZones;
using PmCrm.App.Features.Reminders;
using PmCrm.App.Http;

namespace PmCrm.App.Tests.Reminders;

/// <summary>
/// Our series against those of Ical.Net, a calendar library, and the zones of NodaTime, which it uses. Where Ical.Net
/// departs from RFC 5545, it is listed here with the paragraph:
/// <list type="bullet">
/// <item>3.3.10, "interpreted in the same manner as an explicit DATE-TIME": a time that the clocks skip moves this occurrence alone.
/// Ical.Net 5.2 counts on from the moved time, so that every later occurrence keeps the hour of the gap.</item>
/// <item>3.3.10, the table: BYMONTH limits the days of a weekly rule. Ical.Net 5.2 limits the weeks, by the month of the start's weekday,
/// and loses days of weeks that two months share. Its rule without BYMONTH, limited here, is what we compare with.</item>
/// <item>3.3.10, UNTIL "bounds the recurrence rule in an inclusive manner". Ical.Net 5.2 stops a yearly rule where the start's own day of a
/// year is later than UNTIL, and loses that year's earlier days. We compare with its rule without UNTIL, as far as ours goes.</item>
/// <item>3.8.5.3, the recurrence set is a set. Ical.Net 5.2 finds the days of a week twice that BYWEEKNO names twice (43 and -10), out of
/// order where WKST is not Monday.</item>
/// </list>
/// </summary>
public sealed class RecurrenceOracleTests
{
    private const int Seed = 5545;
    private const int RuleCount = 3000;
    private const int Occurrences = 20;

    /// <summary>One rule of so many crosses a change of its zone's clocks at a time that they skip or show twice.</summary>
    private const int RulesPerChange = 10;

    /// <summary>
    /// The last that the time zone database lists transitions for; then it has a rule, which .NET 10 reads a day off where it changes the
    /// clocks at 24:00 (Cairo's 27 October 2039).
    /// </summary>
    private const int LastYear = 2037;

    private static readonly string[] Zones =
    [
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "America/Sao_Paulo",
        "Africa/Casablanca",
        "Europe/Dublin",
        "America/St_Johns",
        "Africa/Cairo",
        "Pacific/Auckland",
        "UTC",
    ];

    private static readonly TimeSpan[] TimesOfDay =
    [
        TimeSpan.Zero,
        new(0, 30, 0),
        new(1, 30, 0),
        new(2, 0, 0),
        new(2, 30, 0),
        new(3, 0, 0),
        new(9, 0, 0),
        new(23, 45, 0),
    ];

    [Fact]
    public void Generated_rules_have_the_occurrences_of_Ical_Net_in_zones_whose_clocks_change()
    {
        var random = new Random(Seed);
        var rules = new RuleGenerator(random);
        var (compared, inZone, skips) = (0, 0, 0);
        var differences = new List<string>();
        for (var number = 0; number < RuleCount; number++)
        {
            var text = rules.Next();
            var zone = Zones[number % Zones.Length];
            var from = new DateTime(2010, 1, 1).AddDays(random.Next(18 * 365)) + TimesOfDay[random.Next(TimesOfDay.Length)];
            if (number % RulesPerChange == 0 && NearChangeOfClocks(from, zone) is { } near)
                (text, from) = ("FREQ=DAILY", near);
            var end = random.Next(4);
            var length = random.Next(1, Occurrences);
            // A start in a clock-change gap is refused: it has no local time that the series could keep.
            if (SecondOf(text, from) is not { } start || IsSkipped(start, zone))
                continue;

            var times = Floating(text, start).Take(end == 0 ? length : Occurrences).TakeWhile(time => time.Year <= LastYear).ToList();
            var expected = Moments(times, zone, out var skipped);
            var rule = text;
            if (end == 0)
                rule += $";COUNT={expected.Count}";
            else if (end == 1 && expected.Count > 1)
            {
                expected = expected[..Math.Min(length, expected.Count)];
                rule += $";UNTIL={expected[^1].UtcDateTime.AddMinutes(1):yyyyMMdd'T'HHmmss'Z'}";
            }
            var found = Ours(rule, start, zone, expected.Count, out var more);
            Assert.True(expected.SequenceEqual(found), $"{rule} from {start:O} in {zone}:\n{Text(expected)}\nours:\n{Text(found)}");
            Assert.True(end > 1 || more is null || (end == 1 && expected.Count < 2), $"{rule} from {start:O} in {zone} has no end.");
            compared++;
            if (skipped)
                skips++;
            else if (!IsWeeklyByMonth(text))
            {
                inZone++;
                var theirs = InZone(IsYearly(text) ? text : rule, start, zone).Distinct().Take(expected.Count).ToList();
                if (!expected.SequenceEqual(theirs))
                    differences.Add($"{rule} from {start:O} in {zone}:\nours:\n{Text(expected)}\nIcal.Net:\n{Text(theirs)}");
            }
        }
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        // Otherwise the test would cover less than it claims.
        Assert.InRange(compared, RuleCount * 95 / 100, RuleCount);
        Assert.InRange(inZone, RuleCount * 75 / 100, RuleCount);
        Assert.InRange(skips, 60, RuleCount / 5);
    }

    /// <summary>A day of the rule: where the series of a start that need not be one has come to.</summary>
    private static DateTime? SecondOf(string rule, DateTime from) =>
        Floating(rule, from).Skip(1).Take(1).Cast<DateTime?>().FirstOrDefault() is { Year: <= LastYear } second ? second : null;

    /// <summary>A few days before the zone's next clock change, at a quarter of an hour into the skipped or repeated interval.</summary>
    private static DateTime? NearChangeOfClocks(DateTime from, string zone)
    {
        var until = DateTimeZoneProviders.Tzdb[zone].GetZoneInterval(Instant.FromDateTimeUtc(DateTime.SpecifyKind(from, DateTimeKind.Utc)));
        return until.HasEnd ? until.IsoLocalEnd.ToDateTimeUnspecified().AddMinutes(15).AddDays(-5) : null;
    }

    private static bool IsYearly(string rule) => rule.Contains("YEARLY", StringComparison.Ordinal);

    private static bool IsWeeklyByMonth(string rule) =>
        rule.Contains("WEEKLY", StringComparison.Ordinal) && rule.Contains("BYMONTH=", StringComparison.Ordinal);

    /// <summary>The occurrences that Ical.Net computes without a time zone.</summary>
    private static IEnumerable<DateTime> Floating(string rule, DateTime start)
    {
        if (!IsWeeklyByMonth(rule))
            return Find(rule, new CalDateTime(start, null)).Select(time => time.Value);
        var parts = rule.Split(';').ToLookup(part => part.StartsWith("BYMONTH=", StringComparison.Ordinal));
        var months = parts[true].Single()["BYMONTH=".Length..].Split(',').Select(month => int.Parse(month, CultureInfo.InvariantCulture));
        return Floating(string.Join(';', parts[false]), start).Where(time => months.Contains(time.Month));
    }

    private static IEnumerable<DateTimeOffset> InZone(string rule, DateTime start, string zone) =>
        Find(rule, new CalDateTime(start, zone)).Select(time => new DateTimeOffset(time.AsUtc, TimeSpan.Zero));

    private static IEnumerable<CalDateTime> Find(string rule, CalDateTime start)
    {
        var calendarEvent = new CalendarEvent { DtStart = start, RecurrenceRule = new Ical.Net.DataTypes.RecurrenceRule(rule) };
        using var found = calendarEvent
            .GetOccurrences(start, new EvaluationOptions { MaxUnmatchedIncrementsLimit = 1000 })
            .Select(occurrence => occurrence.Period.StartTime)
            .GetEnumerator();
        while (Goes(found))
            yield return found.Current;
    }

    /// <summary>Also false when Ical.Net stops searching: the rule has no further day.</summary>
    private static bool Goes(IEnumerator<CalDateTime> found)
    {
        try
        {
            return found.MoveNext();
        }
        catch (EvaluationLimitExceededException)
        {
            return false;
        }
    }

    /// <summary>The instants of these local times according to NodaTime; its "lenient" resolver follows RFC 5545, 3.3.5.</summary>
    private static List<DateTimeOffset> Moments(List<DateTime> times, string zone, out bool skipped)
    {
        var clocks = DateTimeZoneProviders.Tzdb[zone];
        skipped = times.Any(time => IsSkipped(time, zone));
        return
        [
            .. times
                .Select(time => clocks.ResolveLocal(LocalDateTime.FromDateTime(time), Resolvers.LenientResolver).ToDateTimeOffset())
                .Select(moment => moment.ToUniversalTime())
                .Distinct(),
        ];
    }

    private static bool IsSkipped(DateTime time, string zone) =>
        DateTimeZoneProviders.Tzdb[zone].MapLocal(LocalDateTime.FromDateTime(time)).Count == 0;

    private static List<DateTimeOffset> Ours(string text, DateTime start, string zoneName, int count, out DateTimeOffset? more)
    {
        Assert.True(RecurrenceRuleParser.TryParse(text, out var rule, out var problem), $"{text}: {problem}");
        Assert.True(TimeZones.TryFind(zoneName, out var zone));
        Assert.True(rule.CanStartAt(start), $"{text} cannot start at {start:O}");
        var first = TimeZones.ToMoment(start, zone, out _);
        var found = new List<DateTimeOffset>();
        more = rule.NextAfter(first, zone, first.AddTicks(-1));
        for (; found.Count < count && more is { } next; more = rule.NextAfter(first, zone, next))
            found.Add(next);
        return found;
    }

    private static string Text(IEnumerable<DateTimeOffset> times) =>
        string.Join(' ', times.Select(time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture)));
}
