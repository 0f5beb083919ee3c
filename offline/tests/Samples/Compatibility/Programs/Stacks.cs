using PmCrm.Samples.Shapes;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>A stack as a class: its outputs by attribute name, by property name, null, secret and of a resource.</summary>
internal sealed class OutputStack : Stack
{
    [Output("apiUrl")]
    public Output<string> ApiUrl { get; private set; }

    [Output]
    public Output<int> Replicas { get; private set; } = Output.Create(3);

    [Output("password")]
    public Output<string> Password { get; private set; } = Output.CreateSecret("planted-value-9");

    [Output("nothing")]
    public Output<string?> Nothing { get; private set; } = Output.Create((string?)null);

    [Output("thing")]
    public Output<Thing> Thing { get; private set; }

    [Output("nested")]
    public Output<Dictionary<string, object?>> Nested { get; private set; }

    public OutputStack()
    {
        var thing = new Thing("thing", new ThingArgs { Text = "t" });
        ApiUrl = Output.Format($"https://{thing.Computed}/");
        Thing = Output.Create(thing);
        Nested = Output.Create(new Dictionary<string, object?> { ["kept"] = 1, ["dropped"] = null });
    }

    public static Task<int> StartAsync() => Deployment.RunAsync<OutputStack>();
}

/// <summary>Every form of registering a component's outputs, and every form of a program's own.</summary>
internal static class RegisteredOutputs
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var thing = new Thing("thing");
            new Group("none");
            new Group("reflected") { First = thing.Computed!, Count = Output.Create(2) }.RegisterByReflection();
            new Group("unassigned").RegisterByReflection();
            new Group("dictionary").Register(Outputs(thing));
            new Group("empty").Register(new Dictionary<string, object?>());
            new Group("output").Register(Output.Create<IDictionary<string, object?>>(Outputs(thing)));
            new Group("task").Register(Task.FromResult<IDictionary<string, object?>>(Outputs(thing)));
            return (IDictionary<string, object?>)
                new Dictionary<string, object?>
                {
                    ["text"] = "plain",
                    ["null"] = null,
                    ["output"] = thing.Text,
                    ["resource"] = thing,
                    ["list"] = new[] { Output.Create("a"), Output.CreateSecret("planted-value-10") },
                };
        });

    public static Task<int> NothingAsync() => Deployment.RunAsync(() => { });

    public static Task<int> AsyncActionAsync() =>
        Deployment.RunAsync(async () =>
        {
            await Task.Yield();
            new Thing("after-yield");
        });

    private static Dictionary<string, object?> Outputs(Thing thing) =>
        new()
        {
            ["text"] = thing.Text,
            ["id"] = thing.Id,
            ["null"] = null,
            ["secret"] = Output.CreateSecret("planted-value-11"),
            ["nested"] = new Dictionary<string, object?> { ["null"] = null, ["n"] = 1 },
        };
}
