using System.CommandLine;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Commands;

/// <summary><c>preview manifests</c>: the Kubernetes objects of the plan as YAML, for tools that read manifests.</summary>
internal static class ManifestsCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var command = new Command("manifests", "Write the stack's Kubernetes objects as YAML, secrets masked.");
        common.AddTo(command);
        command.SetAction(
            async (arguments, cancellationToken) =>
            {
                var plan = (await StackRunner.RunAsync(common.Read(arguments), Console.Error, cancellationToken)).Plan;
                common.Write(arguments, Manifests.Write(plan));
                return ExitCodes.Fine;
            }
        );
        return command;
    }
}
