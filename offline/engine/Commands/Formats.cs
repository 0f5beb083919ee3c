using System.CommandLine;

namespace PmCrm.Preview.Commands;

/// <summary>The forms that results come in.</summary>
internal static class Formats
{
    public const string Text = "text";
    public const string Json = "json";
    public const string Markdown = "markdown";
    public const string Sarif = "sarif";

    /// <param name="more">What a verb offers beside text, JSON and Markdown.</param>
    public static Option<string> Option(params string[] more)
    {
        var option = new Option<string>("--format") { Description = "The form of the result.", DefaultValueFactory = _ => Text };
        option.AcceptOnlyFromAmong([Text, Json, Markdown, .. more]);
        return option;
    }
}
