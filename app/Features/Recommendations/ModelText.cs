using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PmCrm.App.Features.Recommendations;

/// <summary>
/// Makes texts of a model's answer. Whatever a note told the model to do, all that can come of it is a short plain sentence beside a
/// contact that the rules chose: no markup, no link, no address, and nothing that changes the direction of a line.
/// </summary>
public static class ModelText
{
    public const int MaxLength = 280;

    /// <summary>What markup, links and addresses are written with.</summary>
    private static readonly SearchValues<char> Refused = SearchValues.Create("<>[]{}`\\|@#*_");

    private static readonly SearchValues<string> RefusedWords = SearchValues.Create(
        ["://", "www.", "javascript:", "data:", "mailto:", "tel:", "&lt;", "&#"],
        StringComparison.OrdinalIgnoreCase
    );

    /// <param name="answer">The model's answer.</param>
    /// <param name="count">How many recommendations there are; they are numbered from 1.</param>
    /// <returns>A text or null for each; all null where the answer is not in the one form.</returns>
    public static string?[] Read(string answer, int count)
    {
        var texts = new string?[count];
        try
        {
            using var json = JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = 4 });
            foreach (var item in json.RootElement.GetProperty("texts").EnumerateArray())
            {
                if (item.GetProperty("number").TryGetInt32(out var number) && number >= 1 && number <= count)
                    texts[number - 1] ??= Clean(item.GetProperty("text").GetString());
            }
            return texts;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return new string?[count];
        }
    }

    /// <returns>The text on one line, or null where it may not be shown.</returns>
    internal static string? Clean(string? text)
    {
        if (text is null)
            return null;
        var clean = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return
            clean.Length is 0 or > MaxLength
            || clean.AsSpan().ContainsAny(Refused)
            || clean.AsSpan().ContainsAny(RefusedWords)
            || clean.EnumerateRunes().Any(IsInvisible)
            ? null
            : clean;
    }

    // Controls, marks that turn a line's direction, private and unassigned characters; a lone surrogate reads as U+FFFD.
    private static bool IsInvisible(Rune rune) =>
        rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.Surrogate;
}
