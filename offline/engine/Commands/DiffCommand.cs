using System.CommandLine;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Commands;

/// <summary><c>preview diff</c>: what the working tree changes against another revision.</summary>
internal static class DiffCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var format = Formats.Option();
        var revision = new Option<string>("--base")
        {
            Description = "The git revision to compare with.",
            HelpName = "revision",
            DefaultValueFactory = _ => "origin/main",
        };
        var command = new Command("diff", "Show what the working tree changes in the stack against a git revision.");
        common.AddTo(command);
        command.Options.Add(revision);
        command.Options.Add(format);
        command.SetAction(
            async (arguments, cancellationToken) =>
            {
                var settings = common.Read(arguments);
                var diff = (await RevisionComparison.RunAsync(settings, arguments.GetRequiredValue(revision), cancellationToken)).Diff;
                common.Write(
                    arguments,
                    arguments.GetValue(format) switch
                    {
                        Formats.Json => DiffJson.Write(diff),
                        Formats.Markdown => DiffMarkdown.Write(diff),
                        _ => DiffText.Write(diff, common.PaintFor(arguments)),
                    }
                );
                return ExitCodes.Fine;
            }
        );
        return command;
    }
}
