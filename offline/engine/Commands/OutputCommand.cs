using System.CommandLine;
using System.Text;
using System.Text.Json;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Commands;

/// <summary>
/// <c>preview output</c>: one output of the stack, as <c>pulumi stack output</c> prints it after a deployment. A file that the program
/// generates from its settings can then be written without a deployment.
/// </summary>
internal static class OutputCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var name = new Argument<string>("name") { Description = "The output, for example apiUrl." };
        var command = new Command("output", "Print one output of the stack: text as it is, everything else as JSON.");
        common.AddTo(command);
        command.Arguments.Add(name);
        command.SetAction(
            async (arguments, cancelled) =>
            {
                var plan = (await StackRunner.RunAsync(common.Read(arguments), Console.Error, cancelled)).Plan;
                common.Write(arguments, Text(Find(plan, arguments.GetRequiredValue(name))));
                return ExitCodes.Fine;
            }
        );
        return command;
    }

    private static PlanValue Find(DeploymentPlan plan, string name)
    {
        if (plan.Outputs[name] is { } value)
            return value;
        var meant = Nearest.To(name, plan.Outputs.Entries.Keys) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        throw PreviewException.Usage(
            $"Stack '{plan.Stack}' has no output '{name}'.{meant} Accepted: {string.Join(", ", plan.Outputs.Entries.Keys.Order(StringComparer.Ordinal))}."
        );
    }

    private static string Text(PlanValue value)
    {
        if (value is PlanText text)
            return EndedByLineBreak(text.Text);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            PlanJson.WriteValue(json, value);
        return EndedByLineBreak(value is PlanSecret ? PlanValue.Masked : Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static string EndedByLineBreak(string text) => text.EndsWith('\n') ? text : text + "\n";
}
