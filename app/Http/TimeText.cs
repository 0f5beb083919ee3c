using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace PmCrm.App.Http;

/// <summary>
/// Parses the times in requests: RFC 3339; seconds are optional. .NET's own parsers read a time without an offset in the server's zone, and
/// a date as midnight. Here such a value is refused, or read in a zone that the request names.
/// </summary>
public static partial class TimeText
{
    /// <summary>The error message for an invalid time.</summary>
    public const string Rule =
        "must be a time with its offset from UTC, such as 2026-03-01T09:30:00Z or 2026-03-01T09:30:00+01:00, in the years 1 to 9999";

    /// <summary>The decimal point and its digits.</summary>
    private const int FractionLength = 8;

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    /// <summary>Parses a time with an offset.</summary>
    public static bool TryReadMoment(string? text, out DateTimeOffset moment)
    {
        moment = default;
        return TryRead(text, out var time) && time.TryGetMoment(out moment);
    }

    /// <summary>Parses a time with or without an offset.</summary>
    public static bool TryRead(string? text, out ZonedTime time)
    {
        time = default;
        if (text is null || Time().Match(text) is not { Success: true } match)
            return false;
        // Other platforms write nanoseconds; digits that .NET cannot represent are dropped.
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
        // .NET's limit; the zone furthest from UTC is 14 hours ahead.
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

/// <summary>A time in a request: an exact moment if it has an offset, otherwise a local time in some zone.</summary>
[JsonConverter(typeof(ZonedTimeConverter))]
public readonly record struct ZonedTime(DateTime WallClock, TimeSpan? Offset)
{
    /// <summary>The exact moment; false if the time has no offset.</summary>
    public bool TryGetMoment(out DateTimeOffset moment)
    {
        moment = Offset is { } offset ? new DateTimeOffset(WallClock, offset) : default;
        return Offset is not null;
    }
}

/// <summary>A time in a JSON body is not valid. <see cref="JsonException.Path"/> is the path of the field.</summary>
public sealed class JsonTimeException(string rule) : JsonException("A time " + rule + ".")
{
    /// <summary>What is accepted.</summary>
    public string Rule => rule;
}

/// <summary>Parses every time in every JSON body; a time without an offset is refused.</summary>
public sealed class MomentConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TimeText.TryReadMoment(reader.GetString(), out var moment)
            ? moment
            : throw new JsonTimeException(TimeText.Rule);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}

/// <summary>Parses a time whose offset may be absent, for a body that also names the zone.</summary>
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

/// <summary>A time in a query. Handlers use this type, so that the rules for times apply to every parameter.</summary>
public readonly record struct QueryTime(DateTimeOffset Moment)
{
    /// <summary>The error message for a parameter. In a query, a plus sign that is not encoded means a space.</summary>
    public const string Rule = TimeText.Rule + "; in a query the + of an offset is written %2B: 2026-03-01T09:30:00%2B01:00";

    /// <summary>The parser that the framework calls.</summary>
    public static bool TryParse(string? text, out QueryTime time)
    {
        var read = TimeText.TryReadMoment(text, out var moment);
        time = new QueryTime(moment);
        return read;
    }
}
