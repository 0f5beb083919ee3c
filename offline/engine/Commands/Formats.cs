using System.CommandLine;

namespace PmCrm.Preview.Commands;

/// <summary>The forms that results come in.</summary>
internal static class Formats
{
    public const string Text = "text";
    public const string Json = "json";
    public const string Markdown = "markdown";

    public static Option<string> Option()
    {
        var option = new Option<string>("--format") { Description = "The form of the result.", DefaultValueFactory = _ => Text };
        option.AcceptOnlyFromAmong(Text, Json, Markdown);
        return option;
    }
}
