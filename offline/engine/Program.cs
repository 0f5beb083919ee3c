using System.CommandLine;
using PmCrm.Preview;
using PmCrm.Preview.Commands;
using PmCrm.Preview.Project;
using PmCrm.Preview.Render;

// The libraries for YAML and for the command line take equally long to load; they load at the same time.
_ = Task.Run(YamlReader.Prepare);

var root = new RootCommand(
    """
    Previews a Pulumi program without a cloud account and without the Pulumi CLI.

    It knows what the program intends, not what the cloud holds: every resource counts as new, no provider validates
    anything, values that only the cloud can know are placeholders, and a replacement is told from a table of
    properties that cannot be changed.
    """
)
{
    ShowCommand.Create(),
    OutputCommand.Create(),
    DiffCommand.Create(),
    CompareCommand.Create(),
    PolicyCommand.Create(),
    ManifestsCommand.Create(),
    QuotasCommand.Create(),
    GraphCommand.Create(),
    CostCommand.Create(),
    ReportCommand.Create(),
    TraceCommand.Create(),
};

var arguments = root.Parse(args);
if (arguments.Errors.Count > 0)
{
    foreach (var error in arguments.Errors)
        Console.Error.WriteLine($"error: {error.Message}");
    Console.Error.WriteLine("See preview --help for what is accepted.");
    return ExitCodes.UsedWrongly;
}
try
{
    return await arguments.InvokeAsync(
        new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            // Long enough after Ctrl-C to stop the program and to delete the checkout of another revision.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
        }
    );
}
catch (PreviewException error)
{
    foreach (var line in Inert.Lines(error.Message.ReplaceLineEndings("\n")).Split('\n'))
        Console.Error.WriteLine($"error: {line}");
    if (arguments.GetValue<bool>("--verbose"))
        Console.Error.WriteLine(error);
    return error.ExitCode;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("error: interrupted");
    return ExitCodes.ProgramFailed;
}
catch (Exception error)
{
    Console.Error.WriteLine(
        arguments.GetValue<bool>("--verbose")
            ? $"error: preview itself failed: {error}"
            : $"error: preview itself failed: {error.Message} (--verbose shows the stack trace)"
    );
    return ExitCodes.ProgramFailed;
}
