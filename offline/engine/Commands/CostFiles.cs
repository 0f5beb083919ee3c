using System.CommandLine;
using PmCrm.Preview.Cost;
using PmCrm.Preview.Project;

namespace PmCrm.Preview.Commands;

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
