using PmCrm.Samples.Shapes;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>Another stack's outputs, plain and secret, by every getter.</summary>
internal static class StackReferences
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(async () =>
        {
            var byName = new StackReference("organization/network/production");
            var byArgument = new StackReference("network", new StackReferenceArgs { Name = "organization/network/staging" });
            var secret = byName.GetOutput("password");
            var plain = byName.RequireOutput("region");
            var named = byName.GetOutput(Output.Create("region"));

            new Thing(
                "uses",
                new ThingArgs
                {
                    Text = plain.Apply(p => (string)p),
                    Items = { secret.Apply(s => s as string ?? "none"), named.Apply(n => n as string ?? "none") },
                    Anything = byArgument.GetOutput("zones")!,
                }
            );
            var details = await byName.GetOutputDetailsAsync("region");
            var secretDetails = await byName.GetOutputDetailsAsync("password");
            new Thing(
                "details",
                new ThingArgs
                {
                    Items = { $"{details.Value ?? "null"}", $"{details.SecretValue ?? "null"}", $"{secretDetails.Value ?? "null"}" },
                    Text = $"{await byName.GetValueAsync("region")} and {await byName.GetValueAsync("absent") ?? "nothing"}",
                }
            );
            return new Dictionary<string, object?> { ["password"] = secret, ["all"] = byArgument.Outputs };
        });
}
