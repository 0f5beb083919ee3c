namespace PmCrm.Preview.Render;

/// <summary>Keeps lines within the width that every output has.</summary>
internal static class TextLayout
{
    /// <summary>The longest line, in columns.</summary>
    public const int Width = 99;

    public static string Cut(string text, int width) =>
        text.Length <= width ? text
        : width <= 1 ? ""
        : string.Concat(text.AsSpan(0, width - 1), "…");

    /// <summary>Breaks a text into lines at spaces, and inside words that are too long.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        foreach (var paragraph in text.Split('\n'))
        {
            var rest = paragraph.TrimEnd();
            while (rest.Length > width)
            {
                var space = rest.LastIndexOf(' ', width);
                var end = space > width / 2 ? space : width;
                yield return rest[..end];
                rest = rest[end..].TrimStart();
            }
            yield return rest;
        }
    }

    public static string Count(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";
}
