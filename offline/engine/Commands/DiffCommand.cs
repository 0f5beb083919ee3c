using System.CommandLine;
using PmCrm.Preview.Cost;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Policy;
using PmCrm.Preview.Project;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Commands;

/// <summary><c>preview diff</c>: what the working tree changes against another revision.</summary>
internal static class DiffCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var format = Formats.Option();
        var files = new CostFiles();
        var revision = new Option<string>("--base")
        {
            Description = "The git revision to compare with.",
            HelpName = "revision",
            DefaultValueFactory = _ => "origin/main",
        };
        var with = new Option<string[]>("--with")
        {
            Description = "Another stack, in the same comment (--format markdown). May be given several times.",
            HelpName = "stack",
        };
        var fresh = new Option<bool>("--fresh-base")
        {
            Description = "Check out and build the base again, even if a build of its commit was kept.",
        };
        var command = new Command("diff", "Show what the working tree changes in the stack against a git revision.");
        common.AddTo(command);
        command.Options.Add(revision);
        command.Options.Add(with);
        command.Options.Add(fresh);
        command.Options.Add(format);
        files.AddTo(command);
        command.SetAction(
            async (arguments, cancellationToken) =>
            {
                var settings = common.Read(arguments) with { FreshBase = arguments.GetValue(fresh) };
                var baseName = arguments.GetRequiredValue(revision);
                var others = arguments.GetValue(with) ?? [];
                if (arguments.GetValue(format) == Formats.Markdown)
                {
                    IReadOnlyList<string> stacks = [.. others.Prepend(settings.Stack).Distinct(StringComparer.Ordinal)];
                    common.Write(arguments, await CommentAsync(arguments, files, settings, stacks, baseName, cancellationToken));
                    return ExitCodes.Fine;
                }
                if (others.Length > 0)
                    throw PreviewException.Usage("--with needs --format markdown: the other formats show one stack only");
                var diff = (await RevisionComparison.RunAsync(settings, baseName, cancellationToken)).Diff;
                var text =
                    arguments.GetValue(format) == Formats.Json ? DiffJson.Write(diff) : DiffText.Write(diff, common.PaintFor(arguments));
                common.Write(arguments, text);
                return ExitCodes.Fine;
            }
        );
        return command;
    }

    private static async Task<string> CommentAsync(
        ParseResult arguments,
        CostFiles files,
        RunSettings settings,
        IReadOnlyList<string> stacks,
        string revision,
        CancellationToken cancellationToken
    )
    {
        // Cheap checks first, so that a mistake is reported at once.
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var waivers = Waivers.Of(ProjectFile.Find(settings.ProjectDirectory).Directory, today);
        var money = stacks.ToDictionary(stack => stack, stack => files.Read(arguments, settings with { Stack = stack }));
        var compared = await RevisionComparison.RunAsync(settings, stacks, revision, cancellationToken);
        return PullRequestComment.Write(
            compared[0].Base,
            compared.Select(stack =>
            {
                var (prices, usage) = money[stack.After.Stack];
                return StackReview.Of(
                    stack.Diff,
                    stack.Before,
                    stack.After,
                    new PolicyChange(PolicyCheck.Run(stack.Before, waivers), PolicyCheck.Run(stack.After, waivers)),
                    new CostChange(CostEstimate.Of(stack.Before, prices, usage), CostEstimate.Of(stack.After, prices, usage))
                );
            })
        );
    }
}
