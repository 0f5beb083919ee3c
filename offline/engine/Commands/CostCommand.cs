using System.CommandLine;
using PmCrm.Preview.Cost;
using PmCrm.Preview.Project;
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
                // First what is soon known to be wrong.
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

/// <summary>The options that name the price list and the usage assumptions.</summary>
internal sealed class CostFiles
{
    private readonly Option<FileInfo?> prices = new("--prices")
    {
        Description = "A price list in place of the built-in one.",
        HelpName = "file",
    };

    private readonly Option<FileInfo?> usage = new("--usage")
    {
        Description = $"The usage assumptions, in place of {UsageAssumptions.FileName} beside Pulumi.yaml.",
        HelpName = "file",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(prices);
        command.Options.Add(usage);
    }

    /// <exception cref="PreviewException">A file is missing, or a row of it is wrong.</exception>
    public (PriceList Prices, UsageAssumptions Usage) Read(ParseResult arguments, RunSettings settings)
    {
        var list = arguments.GetValue(prices) is { } file ? PriceList.Read(file.FullName) : PriceList.BuiltIn;
        if (arguments.GetValue(usage) is not { } given)
            return (
                list,
                UsageAssumptions.Read(
                    Path.Combine(ProjectFile.Find(settings.ProjectDirectory).Directory, UsageAssumptions.FileName),
                    settings.Stack
                )
            );
        if (!given.Exists)
            throw PreviewException.Usage($"there is no usage file '{given}'");
        return (list, UsageAssumptions.Read(given.FullName, settings.Stack));
    }
}
