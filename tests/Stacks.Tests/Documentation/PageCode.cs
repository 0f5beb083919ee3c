using System.Text.RegularExpressions;

namespace PmCrm.Stacks.Tests.Documentation;

/// <summary>The commands of a page of docs/: its shell blocks, and its inline code.</summary>
internal static partial class PageCode
{
    /// <summary>The pages with commands.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        .. Directory
            .GetFiles(Path.Combine(RepositoryRoot.Folder, "docs"), "*.md")
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal),
    ];

    public static string Read(string page) => File.ReadAllText(Path.Combine(RepositoryRoot.Folder, "docs", page)).ReplaceLineEndings("\n");

    /// <summary>The shell blocks in their order, without comments; a continued line is one line.</summary>
    public static string Blocks(string page) =>
        Comment()
            .Replace(string.Concat(ShellBlock().Matches(Read(page)).Select(match => match.Groups["code"].Value)), "")
            .Replace("\\\n", " ", StringComparison.Ordinal);

    /// <summary>The inline code, one piece per line.</summary>
    public static string Inline(string page) =>
        string.Join('\n', InlineCode().Matches(AnyBlock().Replace(Read(page), "")).Select(match => match.Groups["code"].Value));

    public static string All(string page) => $"{Blocks(page)}\n{Inline(page)}";

    [GeneratedRegex("^ *```sh\n(?<code>.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex("^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex AnyBlock();

    [GeneratedRegex("`(?<code>[^`\n]+)`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("(?:^| )# .*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
