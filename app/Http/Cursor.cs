using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PmCrm.App.Http;

/// <summary>
/// The start of the next page of a keyset-paged list: the sort key and id of the last row of the previous page. Opaque to clients. It
/// contains the order that it belongs to, so that another list refuses it instead of skipping rows.
/// </summary>
/// <param name="Order">The list and its order, e.g. "contacts:name".</param>
/// <param name="Key">The last row's sort key as text; null if the column was null.</param>
/// <param name="Id">The last row's id, which orders rows with equal keys.</param>
public sealed record Cursor(string Order, string? Key, Guid Id)
{
    /// <summary>In characters: longer than any cursor that this application makes, since a key is at most a name.</summary>
    private const int MaxLength = 2048;

    private const string TimeFormat = "O";

    /// <summary>The sort key of a list ordered by time; only for a cursor from <see cref="TryParseTimed"/> or <see cref="At"/>.</summary>
    [JsonIgnore]
    public DateTimeOffset Time => DateTimeOffset.ParseExact(Key!, TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>The start of the next page of a list ordered by time.</summary>
    public static Cursor At(string order, DateTimeOffset time, Guid id) =>
        new(order, time.ToString(TimeFormat, CultureInfo.InvariantCulture), id);

    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, CursorJson.Default.Cursor));

    /// <summary>Parses a client's cursor of a list ordered by time.</summary>
    /// <returns>False for everything that <see cref="At"/> did not make for this order.</returns>
    public static bool TryParseTimed(string text, string order, [NotNullWhen(true)] out Cursor? cursor) =>
        TryParse(text, order, out cursor)
        && DateTimeOffset.TryParseExact(cursor.Key, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>Parses a client's cursor.</summary>
    /// <returns>False for everything that <see cref="ToString"/> did not make for this order.</returns>
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
        // PostgreSQL text cannot contain U+0000.
        return cursor is { Order: not null } && cursor.Order == order && cursor.Key?.Contains('\0') != true;
    }
}

[JsonSerializable(typeof(Cursor))]
internal sealed partial class CursorJson : JsonSerializerContext;

/// <summary>One page of a list.</summary>
/// <param name="Items">In the requested order.</param>
/// <param name="Next">Pass it as <c>cursor</c> to get the next page; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Makes pages.</summary>
public static class Page
{
    /// <summary>
    /// Makes a page of a query's rows. The query must ask for one row more than the page holds, to detect whether there is a next page.
    /// </summary>
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
