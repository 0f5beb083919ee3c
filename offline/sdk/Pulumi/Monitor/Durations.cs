using System.Buffers;
using System.Globalization;

namespace Pulumi;

/// <summary>
/// Durations as the engine writes them: numbers with units, such as <c>1h30m</c> or <c>-1500000000ns</c>. Days are read too, as in the
/// official SDK (CustomTimeouts.cs, ParseTimeoutString).
/// </summary>
internal static class Durations
{
    private static readonly SearchValues<char> NumberParts = SearchValues.Create("0123456789.");

    /// <summary>A tick is a hundred nanoseconds.</summary>
    public static string Write(TimeSpan? time) => time is { } span ? $"{span.Ticks}00ns" : "";

    public static CustomTimeouts? Read(Pulumirpc.RegisterResourceRequest.Types.CustomTimeouts? timeouts) =>
        timeouts == null
            ? null
            : new CustomTimeouts
            {
                Create = Read(timeouts.Create),
                Update = Read(timeouts.Update),
                Delete = Read(timeouts.Delete),
            };

    /// <exception cref="ArgumentException">If the text is no duration.</exception>
    private static TimeSpan? Read(string text)
    {
        if (text == "")
            return null;
        var rest = text.AsSpan();
        var isNegative = rest[0] == '-';
        if (rest[0] is '-' or '+')
            rest = rest[1..];
        if (rest is "0")
            return TimeSpan.Zero;
        if (rest.IsEmpty)
            throw new ArgumentException($"'{text}' is not a duration; expected: numbers with units, such as 1h30m.");

        var total = TimeSpan.Zero;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberParts);
            if (digits <= 0)
                throw new ArgumentException($"'{text}' is not a duration; expected: numbers with units, such as 1h30m.");
            var number = double.Parse(rest[..digits], CultureInfo.InvariantCulture);
            rest = rest[digits..];
            var letters = rest.IndexOfAny(NumberParts);
            var unit = letters < 0 ? rest : rest[..letters];
            total += new TimeSpan((long)(number * TicksOf(unit, text)));
            rest = rest[unit.Length..];
        }

        return isNegative ? -total : total;
    }

    private static double TicksOf(ReadOnlySpan<char> unit, string text) =>
        unit switch
        {
            "ns" => 0.01,
            "us" or "µs" => TimeSpan.TicksPerMicrosecond,
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            "d" => TimeSpan.TicksPerDay,
            _ => throw new ArgumentException($"'{text}' has the unit '{unit}'; accepted: ns, us, ms, s, m, h, d."),
        };
}
