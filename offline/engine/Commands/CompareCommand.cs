using System.CommandLine;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Commands;

/// <summary><c>preview compare</c>: how one stack differs from another, for example production from staging.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var other = new Argument<string>("other") { Description = "The stack to compare it with, for example production." };
        var command = new Command("compare", "Write how the stack differs from another one, as Markdown.");
        common.AddTo(command);
        command.Arguments.Add(other);
        command.SetAction(
            async (arguments, cancelled) =>
            {
                var settings = common.Read(arguments);
                var first = (await StackRunner.RunAsync(settings, Console.Error, cancelled)).Plan;
                var second = (
                    await StackRunner.RunAsync(
                        settings with
                        {
                            Stack = arguments.GetRequiredValue(other),
                            Build = false,
                        },
                        Console.Error,
                        cancelled
                    )
                ).Plan;
                common.Write(arguments, StackComparison.Markdown(first, second));
                return ExitCodes.Fine;
            }
        );
        return command;
    }
}
