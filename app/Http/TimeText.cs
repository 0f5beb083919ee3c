using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace PmCrm.App.Http;

/// <summary>
/// Reads the times of requests: RFC 3339, seconds may be absent. .NET's own readers take a time without an offset for one of the server's
/// zone, and a day for its midnight; here it is refused, or read in a zone that the request names.
/// </summary>
public static partial class TimeText
{
    /// <summary>The message for a time that is refused.</summary>
    public const string Rule =
        "must be a time with its offset from UTC, such as 2026-03-01T09:30:00Z or 2026-03-01T09:30:00+01:00, in the years 1 to 9999";

    /// <summary>Of the point and its digits.</summary>
    private const int FractionLength = 8;

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    /// <summary>Reads a moment.</summary>
    public static bool TryReadMoment(string? text, out DateTimeOffset moment)
    {
        moment = default;
        return TryRead(text, out var time) && time.TryGetMoment(out moment);
    }

    /// <summary>Reads a time with or without an offset.</summary>
    public static bool TryRead(string? text, out ZonedTime time)
    {
        time = default;
        if (text is null || Time().Match(text) is not { Success: true } match)
            return false;
        // Other platforms write nanoseconds: digits beyond those that .NET keeps are left out.
        var surplus = Math.Max(match.Groups["fraction"].Length - FractionLength, 0);
        var written = match.Groups["time"].ValueSpan[..^surplus];
        if (!DateTime.TryParseExact(written, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wallClock))
            return false;
        if (!match.Groups["offset"].Success)
        {
            time = new ZonedTime(wallClock, null);
            return true;
        }
        if (Offset(match.Groups["offset"].Value) is not { } offset || !IsInCalendar(wallClock, offset))
            return false;
        time = new ZonedTime(wallClock, offset);
        return true;
    }

    private static TimeSpan? Offset(string text)
    {
        if (text == "Z")
            return TimeSpan.Zero;
        var hours = int.Parse(text.AsSpan(1, 2), NumberStyles.None, CultureInfo.InvariantCulture);
        var minutes = int.Parse(text.AsSpan(4, 2), NumberStyles.None, CultureInfo.InvariantCulture);
        // .NET's own bound; the zone furthest from UTC is 14 hours ahead.
        if (minutes > 59 || (hours * 60) + minutes > 14 * 60)
            return null;
        var offset = new TimeSpan(hours, minutes, 0);
        return text[0] == '-' ? -offset : offset;
    }

    private static bool IsInCalendar(DateTime wallClock, TimeSpan offset) =>
        offset > TimeSpan.Zero ? wallClock - DateTime.MinValue >= offset : DateTime.MaxValue - wallClock >= -offset;

    [GeneratedRegex(
        @"^(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(?<fraction>\.[0-9]{1,9})?)?)(?<offset>Z|[+-][0-9]{2}:[0-9]{2})?\z"
    )]
    private static partial Regex Time();
}

/// <summary>A time as a request writes it: a moment where it has an offset, else what the clocks of some zone show.</summary>
[JsonConverter(typeof(ZonedTimeConverter))]
public readonly record struct ZonedTime(DateTime WallClock, TimeSpan? Offset)
{
    /// <summary>The moment; false where it has no offset.</summary>
    public bool TryGetMoment(out DateTimeOffset moment)
    {
        moment = Offset is { } offset ? new DateTimeOffset(WallClock, offset) : default;
        return Offset is not null;
    }
}

/// <summary>A time of a JSON body is not one that is accepted. <see cref="JsonException.Path"/> is the field's.</summary>
public sealed class JsonTimeException(string rule) : JsonException("A time " + rule + ".")
{
    /// <summary>What it must be.</summary>
    public string Rule => rule;
}

/// <summary>Reads every moment of every JSON body; one without an offset is refused.</summary>
public sealed class MomentConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TimeText.TryReadMoment(reader.GetString(), out var moment)
            ? moment
            : throw new JsonTimeException(TimeText.Rule);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}

/// <summary>Reads a time that may come without its offset, for a body that also names the zone.</summary>
public sealed class ZonedTimeConverter : JsonConverter<ZonedTime>
{
    public override ZonedTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TimeText.TryRead(reader.GetString(), out var time)
            ? time
            : throw new JsonTimeException(TimeText.Rule);

    public override void Write(Utf8JsonWriter writer, ZonedTime value, JsonSerializerOptions options)
    {
        if (value.TryGetMoment(out var moment))
            writer.WriteStringValue(moment);
        else
            writer.WriteStringValue(value.WallClock);
    }
}

/// <summary>A moment in a query. A handler takes this type, so that no parameter can forget what a time must be.</summary>
public readonly record struct QueryTime(DateTimeOffset Moment)
{
    /// <summary>The message for a parameter that is refused. In a query, a plus sign that is not encoded is a space.</summary>
    public const string Rule = TimeText.Rule + "; in a query the + of an offset is written %2B: 2026-03-01T09:30:00%2B01:00";

    /// <summary>How the framework reads it.</summary>
    public static bool TryParse(string? text, out QueryTime time)
    {
        var read = TimeText.TryReadMoment(text, out var moment);
        time = new QueryTime(moment);
        return read;
    }
}
