namespace PmCrm.App.Data;

/// <summary>A text that PostgreSQL cannot store was to be sent to it.</summary>
public sealed class UnstorableTextException() : Exception("A text " + UnstorableText.Rule + ".");

/// <summary>
/// Texts that PostgreSQL cannot store: with U+0000 (its documentation, 8.3), or with half a surrogate pair, which is not a character and
/// has no UTF-8 form.
/// </summary>
public static class UnstorableText
{
    public const string Rule = "must not contain the character U+0000 or half a surrogate pair";

    public static bool Is(ReadOnlySpan<char> text)
    {
        if (text.Contains('\0'))
            return true;
        for (var at = text.IndexOfAnyInRange('\ud800', '\udfff'); at >= 0; )
        {
            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return true;
            var next = text[(at + 2)..].IndexOfAnyInRange('\ud800', '\udfff');
            at = next < 0 ? -1 : at + 2 + next;
        }
        return false;
    }

    /// <summary>Returns the text itself if it can be stored.</summary>
    /// <exception cref="UnstorableTextException">The text cannot be stored; nothing of the statement has been sent yet.</exception>
    public static string Checked(string text) => Is(text) ? throw new UnstorableTextException() : text;
}
