using System.CommandLine;
using PmCrm.Preview.Graph;
using PmCrm.Preview.Render;
using PmCrm.Preview.Report;

namespace PmCrm.Preview.Commands;

/// <summary><c>preview graph</c>: the architecture of a stack as a drawing, and what a change does to it.</summary>
internal static class GraphCommand
{
    private const string Svg = "svg";
    private const string Mermaid = "mermaid";

    public static Command Create()
    {
        var common = new CommonOptions();
        var format = new Option<string>("--format") { Description = "The output format.", DefaultValueFactory = _ => Mermaid };
        format.AcceptOnlyFromAmong(Mermaid, Svg);
        var revision = new Option<string?>("--base")
        {
            Description = "Mark what the working tree changes against this git revision.",
            HelpName = "revision",
        };
        var command = new Command(
            "graph",
            "Draw the architecture of the stack: regions, network, cluster, workloads, data, and who talks to whom."
        );
        common.AddTo(command);
        command.Options.Add(revision);
        command.Options.Add(format);
        command.SetAction(
            async (arguments, cancellationToken) =>
            {
                var graph = await DrawAsync(common.Read(arguments), arguments.GetValue(revision), cancellationToken);
                common.Write(arguments, arguments.GetValue(format) == Svg ? SvgWriter.Write(graph) : MermaidWriter.Write(graph));
                return ExitCodes.Fine;
            }
        );
        return command;
    }

    private static async Task<ArchitectureGraph> DrawAsync(RunSettings settings, string? revision, CancellationToken cancellationToken)
    {
        if (revision is null)
            return GraphBuilder.Build((await StackRunner.RunAsync(settings, Console.Error, cancellationToken)).Plan, Highlights.For);
        var compared = await RevisionComparison.RunAsync(settings, revision, cancellationToken);
        return GraphBuilder.Build(compared.Before, compared.After, compared.Diff, Highlights.For);
    }
}
