using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PmCrm.App.Features.Recommendations;

/// <summary>
/// Extracts texts from a model's answer. Even if a note contains instructions for the model, the result can only be a short plain sentence
/// next to a contact that the rules chose: no markup, no link, no address, and no character that changes the writing direction.
/// </summary>
public static class ModelText
{
    public const int MaxLength = 280;

    /// <summary>Characters of markup, links and addresses.</summary>
    private static readonly SearchValues<char> Refused = SearchValues.Create("<>[]{}`\\|@#*_");

    private static readonly SearchValues<string> RefusedWords = SearchValues.Create(
        ["://", "www.", "javascript:", "data:", "mailto:", "tel:", "&lt;", "&#"],
        StringComparison.OrdinalIgnoreCase
    );

    /// <param name="answer">The model's answer.</param>
    /// <param name="count">Number of recommendations; they are numbered from 1.</param>
    /// <returns>A text or null for each; all null if the answer does not match the schema.</returns>
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

    /// <returns>The text on one line, or null if it must not be shown.</returns>
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

    // Control characters, marks that change the writing direction, private and unassigned characters; a lone surrogate is read as U+FFFD.
    private static bool IsInvisible(Rune rune) =>
        rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.Surrogate;
}
