using System.CommandLine;

namespace PmCrm.Preview.Commands;

/// <summary>The output formats.</summary>
internal static class Formats
{
    public const string Text = "text";
    public const string Json = "json";
    public const string Markdown = "markdown";
    public const string Sarif = "sarif";

    /// <param name="more">The formats that a verb has besides text, JSON and Markdown.</param>
    public static Option<string> Option(params string[] more)
    {
        var option = new Option<string>("--format") { Description = "The output format.", DefaultValueFactory = _ => Text };
        option.AcceptOnlyFromAmong([Text, Json, Markdown, .. more]);
        return option;
    }
}
