using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PmCrm.App.Http;

/// <summary>
/// Where the next page of a keyset-paged list begins: the sort key and id of the last row given. Opaque to clients. The order that it
/// belongs to is part of it, so that it is refused elsewhere instead of skipping rows.
/// </summary>
/// <param name="Order">The list and its order, e.g. "contacts:name".</param>
/// <param name="Key">The last row's sort key as text; null where the column was null.</param>
/// <param name="Id">The last row's id: what tells rows with equal keys apart.</param>
public sealed record Cursor(string Order, string? Key, Guid Id)
{
    /// <summary>Longer than any that we make: a key is at most a name.</summary>
    private const int MaxLength = 2048;

    private const string TimeFormat = "O";

    /// <summary>The sort key of a list in order of time; only for what <see cref="TryParseTimed"/> read or <see cref="At"/> made.</summary>
    [JsonIgnore]
    public DateTimeOffset Time => DateTimeOffset.ParseExact(Key!, TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>Where the next page of a list in order of time begins.</summary>
    public static Cursor At(string order, DateTimeOffset time, Guid id) =>
        new(order, time.ToString(TimeFormat, CultureInfo.InvariantCulture), id);

    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, CursorJson.Default.Cursor));

    /// <summary>Reads what a client sent back, of a list in order of time.</summary>
    /// <returns>False for anything that <see cref="At"/> did not make for this order.</returns>
    public static bool TryParseTimed(string text, string order, [NotNullWhen(true)] out Cursor? cursor) =>
        TryParse(text, order, out cursor)
        && DateTimeOffset.TryParseExact(cursor.Key, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>Reads what a client sent back.</summary>
    /// <returns>False for anything that <see cref="ToString"/> did not make for this order.</returns>
    public static bool TryParse(string text, string order, [NotNullWhen(true)] out Cursor? cursor)
    {
        cursor = null;
        if (text.Length > MaxLength || !Base64Url.IsValid(text))
            return false;
        try
        {
            cursor = JsonSerializer.Deserialize(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)), CursorJson.Default.Cursor);
        }
        catch (JsonException)
        {
            return false;
        }
        // PostgreSQL has no text with a zero character.
        return cursor is { Order: not null } && cursor.Order == order && cursor.Key?.Contains('\0') != true;
    }
}

[JsonSerializable(typeof(Cursor))]
internal sealed partial class CursorJson : JsonSerializerContext;

/// <summary>One page of a list.</summary>
/// <param name="Items">In the order asked for.</param>
/// <param name="Next">Pass it as <c>cursor</c> for the page after this one; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Makes pages.</summary>
public static class Page
{
    /// <summary>Makes a page of a query's rows, which asked for one more than the page holds to learn whether there is a next.</summary>
    public static Page<T> Of<T>(List<T> rows, int limit, Func<T, Cursor> cursor)
    {
        if (rows.Count <= limit)
            return new Page<T>(rows, null);
        rows.RemoveRange(limit, rows.Count - limit);
        return new Page<T>(rows, cursor(rows[^1]).ToString());
    }
}

/// <summary>How many items a page may hold.</summary>
public static class PageLimits
{
    public const int Default = 20;
    public const int Max = 100;
}
