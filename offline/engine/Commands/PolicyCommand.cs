using System.CommandLine;
using PmCrm.Preview.Policy;
using PmCrm.Preview.Project;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Commands;

/// <summary><c>preview policy</c>: checks the plan against every rule; exits with 1 where one is broken and not waived.</summary>
internal static class PolicyCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var format = Formats.Option(Formats.Sarif);
        var waiverFile = new Option<FileInfo?>("--waivers")
        {
            Description = $"The file of waivers; without it {Waivers.FileName} beside Pulumi.yaml, where there is one.",
            HelpName = "file",
        };
        var command = new Command("policy", "Show which rules the stack's plan breaks; exit with 1 where one is broken and not waived.");
        common.AddTo(command);
        command.Options.Add(format);
        command.Options.Add(waiverFile);
        command.SetAction(
            async (arguments, cancellationToken) =>
            {
                var settings = common.Read(arguments);
                var project = ProjectFile.Find(settings.ProjectDirectory);
                // Before the build, so that a mistake in the file is reported at once.
                var waivers = WaiversOf(project, arguments.GetValue(waiverFile));
                var plan = (await StackRunner.RunAsync(settings, Console.Error, cancellationToken)).Plan;
                var result = PolicyCheck.Run(plan, waivers);
                foreach (var waiver in result.Expired)
                    Console.Error.WriteLine(
                        Inert.Line(
                            $"warning: {waiver.At}: the waiver of {waiver.Rule} for '{waiver.Resource}' expired on "
                                + $"{Waiver.Day(waiver.Expires)}, so what it waived counts again"
                        )
                    );
                common.Write(
                    arguments,
                    arguments.GetValue(format) switch
                    {
                        Formats.Json => PolicyJson.Write(result),
                        Formats.Sarif => PolicySarif.Write(result, FromRepositoryRoot(project.StackPath(settings.Stack))),
                        Formats.Markdown => PolicyMarkdown.Write(result),
                        _ => PolicyText.Write(result, common.PaintFor(arguments)),
                    }
                );
                return result.IsBroken ? ExitCodes.AnswerIsNo : ExitCodes.Fine;
            }
        );
        return command;
    }

    private static Waivers WaiversOf(ProjectFile project, FileInfo? file)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        return file is null ? Waivers.Of(project.Directory, today) : WaiverReader.ReadFile(file.FullName, file.Name, today);
    }

    // GitHub takes a path for one from the repository's root. Outside a repository the file's name has to do.
    private static string FromRepositoryRoot(string path)
    {
        for (var folder = Path.GetDirectoryName(Path.GetFullPath(path)); folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Exists(Path.Combine(folder, ".git")))
                return Path.GetRelativePath(folder, path).Replace('\\', '/');
        return Path.GetFileName(path);
    }
}
