using System.Diagnostics;
using System.Text.RegularExpressions;
using Markdig;

namespace PmCrm.Preview.Tests.Render;

/// <summary>
/// Markdown as GitHub shows it, by two renderers: cmark-gfm, which is GitHub's own (Debian's package of that name, eng/prerequisites), and
/// Markdig, which also knows the emoji and mathematics that GitHub adds after it.
/// </summary>
internal static class Rendered
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseTaskLists()
        .UseAutoLinks()
        .UseEmphasisExtras()
        .UseEmojiAndSmiley()
        .UseMathematics()
        .Build();

    // HTML passes, as on GitHub, where a sanitizer looks at it afterwards.
    private static readonly string[] Extensions =
    [
        "--unsafe",
        "--extension",
        "table",
        "--extension",
        "strikethrough",
        "--extension",
        "autolink",
        "--extension",
        "tagfilter",
        "--extension",
        "tasklist",
    ];

    private static readonly Lazy<bool> HasCmark = new(() => Run("", "--version") is not null);

    /// <summary>The document by each renderer that this machine has.</summary>
    public static IEnumerable<string> ByEach(string markdown) =>
        HasCmark.Value ? [Html(markdown), HtmlOfGithub(markdown)] : [Html(markdown)];

    public static string Html(string markdown) => Markdown.ToHtml(markdown, Pipeline);

    /// <summary>By cmark-gfm; skips the test where it is not installed.</summary>
    public static string HtmlOfGithub(string markdown)
    {
        Assert.SkipUnless(HasCmark.Value, "cmark-gfm is not installed: eng/prerequisites installs it");
        return Run(markdown, Extensions) ?? throw new InvalidOperationException("cmark-gfm does not start");
    }

    /// <summary>The text that GitHub searches for mentions and references: neither markup nor in code.</summary>
    public static string OutsideCode(string html) =>
        Regex.Replace(Regex.Replace(html, "<code>.*?</code>", "", RegexOptions.Singleline), "<[^>]*>", " ");

    /// <summary>The number of cells of each row of each table.</summary>
    public static IEnumerable<int> Rows(string html) =>
        Regex.Matches(html, "<tr>.*?</tr>", RegexOptions.Singleline).Select(row => Regex.Count(row.Value, "<t[hd][ >]"));

    // Null if there is no such program.
    private static string? Run(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("cmark-gfm", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            if (!process.WaitForExit(Timeout))
            {
                process.Kill();
                throw new TimeoutException("cmark-gfm does not end");
            }
            return output.GetAwaiter().GetResult();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
