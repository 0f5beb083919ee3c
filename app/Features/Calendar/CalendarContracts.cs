using System.Text.Json.Serialization;

namespace PmCrm.App.Features.Calendar;

/// <summary>The URL of this account's calendar.</summary>
/// <param name="CreatedAt">When the URL was created.</param>
public sealed record CalendarFeed(DateTimeOffset CreatedAt);

/// <summary>A new calendar URL.</summary>
/// <param name="Url">The URL for calendar programs. Anybody who has it can read the calendar; it is shown only once.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record NewCalendarFeed(string Url, DateTimeOffset CreatedAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CalendarFeed))]
[JsonSerializable(typeof(NewCalendarFeed))]
internal sealed partial class CalendarJson : JsonSerializerContext;
