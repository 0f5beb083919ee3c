using System.Globalization;

namespace PmCrm.App.Tests.Reminders;

/// <summary>Rules of RFC 5545 as calendar programs write them or could write them; the same seed gives the same rules.</summary>
internal sealed class RuleGenerator(Random random)
{
    private static readonly string[] Weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    /// <summary>A rule without COUNT and UNTIL.</summary>
    public string Next()
    {
        List<string> parts =
        [
            .. random.Next(4) switch
            {
                0 => Daily(),
                1 => Weekly(),
                2 => Monthly(),
                _ => Yearly(),
            },
        ];
        if (random.Next(3) == 0)
            parts.Add($"INTERVAL={random.Next(2, 6)}");
        if (random.Next(3) == 0)
            parts.Add($"WKST={Weekdays[random.Next(7)]}");
        return string.Join(';', parts);
    }

    private IEnumerable<string> Daily()
    {
        yield return "FREQ=DAILY";
        if (random.Next(3) == 0)
            yield return Numbers("BYMONTH", 1, 12);
        if (random.Next(3) == 0)
            yield return Days(places: 0);
        else if (random.Next(3) == 0)
            yield return Numbers("BYMONTHDAY", 1, 31, fromEnd: true);
    }

    private IEnumerable<string> Weekly()
    {
        yield return "FREQ=WEEKLY";
        if (random.Next(4) == 0)
            yield return Numbers("BYMONTH", 1, 12);
        else if (random.Next(4) == 0)
        {
            yield return "BYDAY=MO,TU,TH,SU";
            yield return Position(4);
            yield break;
        }
        if (random.Next(3) != 0)
            yield return Days(places: 0);
    }

    private IEnumerable<string> Monthly()
    {
        yield return "FREQ=MONTHLY";
        if (random.Next(3) == 0)
            yield return Numbers("BYMONTH", 1, 12);
        switch (random.Next(6))
        {
            case 0:
                yield return Numbers("BYMONTHDAY", 1, 31, fromEnd: true);
                break;
            case 1:
                yield return Days(places: 5);
                break;
            case 2:
                // "The last working day", as Outlook and Google write it.
                yield return "BYDAY=MO,TU,WE,TH,FR";
                yield return Position(20);
                break;
            case 3:
                yield return Days(places: 0);
                yield return "BYMONTHDAY=8,9,10,11,12,13,14";
                break;
            case 4:
                yield return "BYMONTHDAY=28,29,30,31";
                yield return "BYSETPOS=-1";
                break;
        }
    }

    private IEnumerable<string> Yearly()
    {
        yield return "FREQ=YEARLY";
        switch (random.Next(7))
        {
            case 0:
                yield return Numbers("BYMONTH", 1, 12);
                yield return Numbers("BYMONTHDAY", 1, 31, fromEnd: true);
                break;
            case 1:
                yield return Numbers("BYMONTH", 1, 12);
                yield return Days(places: 5);
                break;
            case 2:
                yield return Days(places: 53);
                break;
            case 3:
                yield return Numbers("BYYEARDAY", 1, 366, fromEnd: true);
                break;
            case 4:
                yield return Numbers("BYWEEKNO", 1, 53, fromEnd: true);
                if (random.Next(2) == 0)
                    yield return Days(places: 0);
                break;
            case 5:
                yield return Numbers("BYMONTH", 1, 12);
                yield return "BYDAY=SA,SU";
                yield return Position(8);
                break;
        }
    }

    private string Days(int places)
    {
        var days = Weekdays.OrderBy(_ => random.Next()).Take(random.Next(1, 4));
        return "BYDAY=" + string.Join(',', days.Select(day => Place(places) + day));
    }

    private string Place(int places)
    {
        var place = places == 0 || random.Next(3) == 0 ? 0 : random.Next(1, places + 1);
        return place == 0 ? "" : Text(random.Next(2) == 0 ? place : -place);
    }

    private string Position(int largest) =>
        "BYSETPOS=" + Text(random.Next(2) == 0 ? random.Next(1, largest + 1) : -random.Next(1, largest + 1));

    private string Numbers(string name, int first, int last, bool fromEnd = false)
    {
        var numbers = Enumerable
            .Range(0, random.Next(1, 4))
            .Select(_ => random.Next(first, last + 1) * (fromEnd && random.Next(3) == 0 ? -1 : 1))
            .Distinct();
        return $"{name}={string.Join(',', numbers.Select(Text))}";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
