using System.CommandLine;
using PmCrm.Preview.Engine;

namespace PmCrm.Preview.Commands;

/// <summary><c>preview trace</c>: the requests that the program sent, for debugging a program or an SDK.</summary>
internal static class TraceCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var command = new Command("trace", "Write the requests that the program sent to the engine, as canonical JSON, secrets masked.");
        common.AddTo(command);
        command.SetAction(
            async (arguments, cancelled) =>
            {
                var result = await StackRunner.RunAsync(common.Read(arguments), Console.Error, cancelled);
                common.Write(arguments, RequestTrace.Write(result.Requests, result.Mask));
                return ExitCodes.Fine;
            }
        );
        return command;
    }
}
