using System.Globalization;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Graph;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Report;

/// <summary>The lines of a box, cut to its width, and the size that they need. Pixels.</summary>
internal sealed record BoxText(string Title, string Kind, IReadOnlyList<string> Lines, string? Badge)
{
    public const double TitleSize = 13;
    public const double KindSize = 11;
    public const double LineSize = 11;
    public const double BadgeSize = 11;
    public const double Padding = 12;
    public const int MinWidth = 156;
    public const int MaxWidth = 204;
    private const int MaxLines = 5;

    /// <summary>The width that a box needs for all of its text, within the bounds.</summary>
    public static int WidthOf(Box box)
    {
        var title = TextMetrics.Width(Inert.Line(box.Title), TitleSize, bold: true);
        var kind = TextMetrics.Width(Inert.Line(box.Kind), KindSize);
        var lines = box.Lines.Select(line => TextMetrics.Width(Inert.Line(line), LineSize));
        var badge = BadgeOf(box) is { } text ? TextMetrics.Width(text, BadgeSize, bold: true) : 0;
        var wanted = lines.Append(title).Append(kind).Append(badge).Max() + 2 * Padding;
        return (int)Math.Clamp(Math.Ceiling(wanted), MinWidth, MaxWidth);
    }

    public static BoxText Of(Box box, double width)
    {
        var room = width - 2 * Padding;
        return new BoxText(
            TextMetrics.Cut(Inert.Line(box.Title), room, TitleSize, bold: true),
            TextMetrics.Cut(Inert.Line(box.Kind), room, KindSize),
            [.. box.Lines.Take(MaxLines).Select(line => TextMetrics.Cut(Inert.Line(line), room, LineSize))],
            BadgeOf(box)
        );
    }

    public double Height => Padding + 18 + 16 + Lines.Count * 15 + (Badge is null ? 0 : 18) + 6;

    /// <summary>The mark of a diff on the box, as a sign and a word: never by colour alone.</summary>
    public static string? BadgeOf(Box box) =>
        box.Marks.Count == 0 ? null
        : box.All.Count() == 1 ? $"{DiffMark.Sign(box.Marks.Keys.Single())} {DiffMark.Word(box.Marks.Keys.Single())}"
        : string.Join(
            ", ",
            box.Marks.Select(mark =>
                $"{DiffMark.Sign(mark.Key)} {mark.Value.ToString(CultureInfo.InvariantCulture)} {DiffMark.Word(mark.Key)}"
            )
        );
}
