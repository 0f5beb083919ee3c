using System.CommandLine;
using PmCrm.Preview.Quotas;

namespace PmCrm.Preview.Commands;

/// <summary><c>preview quotas</c>: the quotas that the plan needs, next to the limits of a new Google Cloud project.</summary>
internal static class QuotasCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var command = new Command("quotas", "Show the Google Cloud quotas that the stack needs, at creation, minimum and maximum.");
        common.AddTo(command);
        command.SetAction(
            async (arguments, cancelled) =>
            {
                var plan = (await StackRunner.RunAsync(common.Read(arguments), Console.Error, cancelled)).Plan;
                common.Write(arguments, QuotaReport.Write(plan));
                return ExitCodes.Fine;
            }
        );
        return command;
    }
}
