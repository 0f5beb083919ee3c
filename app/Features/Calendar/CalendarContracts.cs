using System.Text.Json.Serialization;

namespace PmCrm.App.Features.Calendar;

/// <summary>The URL of this account's calendar.</summary>
/// <param name="CreatedAt">When the URL was made.</param>
public sealed record CalendarFeed(DateTimeOffset CreatedAt);

/// <summary>A URL that was made now.</summary>
/// <param name="Url">What a calendar program subscribes to. Whoever has it can read the calendar; it is told this once.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record NewCalendarFeed(string Url, DateTimeOffset CreatedAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CalendarFeed))]
[JsonSerializable(typeof(NewCalendarFeed))]
internal sealed partial class CalendarJson : JsonSerializerContext;
