using System.CommandLine;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Commands;

/// <summary><c>preview show</c>: what a deployment of the stack would create.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var format = Formats.Option();
        var command = new Command("show", "Show what a deployment of the stack would create.");
        common.AddTo(command);
        command.Options.Add(format);
        command.SetAction(
            async (arguments, cancelled) =>
            {
                var plan = (await StackRunner.RunAsync(common.Read(arguments), Console.Error, cancelled)).Plan;
                common.Write(
                    arguments,
                    arguments.GetValue(format) switch
                    {
                        Formats.Json => PlanJson.Write(plan),
                        Formats.Markdown => PlanMarkdown.Write(plan),
                        _ => TreeText.Write(plan, common.PaintFor(arguments)),
                    }
                );
                return ExitCodes.Fine;
            }
        );
        return command;
    }
}
