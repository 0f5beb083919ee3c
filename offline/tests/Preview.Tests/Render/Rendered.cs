using System.Text.RegularExpressions;
using Markdig;

namespace PmCrm.Preview.Tests.Render;

/// <summary>Markdown as GitHub shows it: CommonMark with the extensions of the GFM specification, emoji and mathematics.</summary>
internal static class Rendered
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseTaskLists()
        .UseAutoLinks()
        .UseEmphasisExtras()
        .UseEmojiAndSmiley()
        .UseMathematics()
        .Build();

    public static string Html(string markdown) => Markdown.ToHtml(markdown, Pipeline);

    /// <summary>What GitHub would search for mentions and references: text that is neither markup nor in code.</summary>
    public static string OutsideCode(string html) =>
        Regex.Replace(Regex.Replace(html, "<code>.*?</code>", "", RegexOptions.Singleline), "<[^>]*>", " ");

    /// <summary>The number of cells of each row of each table.</summary>
    public static IEnumerable<int> Rows(string html) =>
        Regex.Matches(html, "<tr>.*?</tr>", RegexOptions.Singleline).Select(row => Regex.Count(row.Value, "<t[hd][ >]"));
}
