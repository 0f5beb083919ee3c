using System.CommandLine;
using System.Globalization;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Commands;

/// <summary>The argument and options that every verb over a stack has.</summary>
internal sealed class CommonOptions
{
    private const int LongestTimeoutSeconds = 86_400;

    private readonly Argument<string> stack = new("stack") { Description = "The stack to preview, for example staging." };

    private readonly Option<string> project = new("--project")
    {
        Description = "The folder of Pulumi.yaml, or one below it.",
        HelpName = "folder",
        DefaultValueFactory = _ => Directory.GetCurrentDirectory(),
    };

    private readonly Option<FileInfo?> output = new("--out")
    {
        Description = "Write to this file instead of standard output.",
        HelpName = "file",
    };

    private readonly Option<bool> noBuild = new("--no-build") { Description = "Do not build the program; run its last build." };

    private readonly Option<bool> unknowns = new("--unknowns")
    {
        Description = "Leave computed values unknown, as a real first preview does, instead of simulating the providers.",
    };

    private readonly Option<double> timeout = new("--timeout")
    {
        Description = "Seconds that the program may run before it is stopped.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 300,
    };

    private readonly Option<bool> verbose = new("--verbose") { Description = "Show stack traces." };

    public void AddTo(Command command)
    {
        timeout.Validators.Add(result =>
        {
            var isNumber = double.TryParse(result.Tokens.SingleOrDefault()?.Value, CultureInfo.InvariantCulture, out var seconds);
            if (result.Tokens.Count > 0 && !(isNumber && seconds is > 0 and <= LongestTimeoutSeconds))
                result.AddError($"--timeout takes a number of seconds, at most {LongestTimeoutSeconds}");
        });
        command.Arguments.Add(stack);
        foreach (var option in new Option[] { project, output, noBuild, unknowns, timeout, verbose })
            command.Options.Add(option);
    }

    public RunSettings Read(ParseResult arguments) =>
        new()
        {
            ProjectDirectory = arguments.GetRequiredValue(project),
            Stack = arguments.GetRequiredValue(stack),
            Build = !arguments.GetValue(noBuild),
            Unknowns = arguments.GetValue(unknowns),
            Timeout = TimeSpan.FromSeconds(arguments.GetValue(timeout)),
            Verbose = arguments.GetValue(verbose),
        };

    /// <summary>Colours only when the result goes to standard output.</summary>
    public Paint PaintFor(ParseResult arguments) => arguments.GetValue(output) is null ? Paint.ForStandardOutput() : Paint.Plain;

    /// <summary>Writes a verb's result to the file of <c>--output</c>, or to standard output.</summary>
    public void Write(ParseResult arguments, string text)
    {
        if (arguments.GetValue(output) is not { } file)
        {
            Console.Out.Write(text);
            return;
        }
        try
        {
            OutputFile.Write(file.FullName, text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw PreviewException.Usage($"cannot write '{file}': {error.Message}", error);
        }
    }
}
