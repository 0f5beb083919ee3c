using System.CommandLine;
using PmCrm.Preview.Cost;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Commands;

/// <summary><c>preview cost</c>: what the stack costs in a month, at list prices.</summary>
internal static class CostCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var format = Formats.Option();
        var files = new CostFiles();
        var command = new Command("cost", "Estimate what the stack costs in a month, at list prices and assumed usage.");
        common.AddTo(command);
        command.Options.Add(format);
        files.AddTo(command);
        command.SetAction(
            async (arguments, cancellationToken) =>
            {
                var settings = common.Read(arguments);
                // Cheap checks first, so that a mistake is reported at once.
                var (prices, usage) = files.Read(arguments, settings);
                var plan = (await StackRunner.RunAsync(settings, Console.Error, cancellationToken)).Plan;
                var estimate = CostEstimate.Of(plan, prices, usage);
                common.Write(
                    arguments,
                    arguments.GetValue(format) switch
                    {
                        Formats.Json => CostJson.Write(estimate),
                        Formats.Markdown => CostMarkdown.Write(estimate),
                        _ => CostText.Write(estimate, common.PaintFor(arguments)),
                    }
                );
                return ExitCodes.Fine;
            }
        );
        return command;
    }
}
