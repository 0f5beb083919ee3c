using PmCrm.Samples.Shapes;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>The ways a program fails, and the exit code of each: 32 if the reason was reported, 1 if errors were logged.</summary>
internal static class Faults
{
    public static Task<int> UnobservedAsync() =>
        Deployment.RunAsync(async () =>
        {
            await RegisteredAsync(new Thing("before"));
            Output.Create(1).Apply((Func<int, int>)(_ => throw new InvalidOperationException("sample: nobody observes this")));
        });

    public static Task<int> ThrownAsync() =>
        Deployment.RunAsync(async () =>
        {
            await RegisteredAsync(new Thing("before"));
            throw new InvalidOperationException("sample: thrown by the program");
        });

    public static Task<int> RunExceptionAsync() =>
        Deployment.RunAsync(async () =>
        {
            await RegisteredAsync(new Thing("before"));
            throw new RunException("sample: said to the user");
        });

    public static Task<int> ResourceExceptionAsync() =>
        Deployment.RunAsync(async () =>
        {
            var thing = new Thing("before");
            await RegisteredAsync(thing);
            throw new ResourceException("sample: about a resource", thing, hideStack: true);
        });

    public static Task<int> RequiredIsNullAsync() =>
        Deployment.RunAsync(async () =>
        {
            await RegisteredAsync(new Thing("before"));
            new Thing("incomplete", new ThingArgs { Nested = new PartArgs() });
        });

    public static Task<int> RefusedAsync() =>
        Deployment.RunAsync(async () =>
        {
            await RegisteredAsync(new Thing("before"));
            new Refused("refused");
        });

    public static Task<int> SameKeyTwiceAsync() =>
        Deployment.RunAsync(async () =>
        {
            await RegisteredAsync(new Thing("before"));
            new Thing(
                "twice",
                new ThingArgs { Labels = { ["k"] = "1" }, Text = "a" },
                new CustomResourceOptions
                {
                    ResourceTransformations =
                    {
                        args =>
                        {
                            ((ThingArgs)args.Args).Labels["k"] = "2";
                            return null;
                        },
                    },
                }
            );
        });

    public static Task<int> StackAsync() => Deployment.RunAsync<FaultyStack>();

    public static Task<int> UnassignedOutputAsync() => Deployment.RunAsync<IncompleteStack>();

    private static Task<string> RegisteredAsync(Thing thing) => Pulumi.Utilities.OutputUtilities.GetValueAsync(thing.Urn);

    private sealed class Refused(string name) : CustomResource("sample:index:Refused", name, ResourceArgs.Empty, null);

    private sealed class FaultyStack : Stack
    {
        public FaultyStack() => throw new InvalidOperationException("sample: thrown by the stack's constructor");
    }

    private sealed class IncompleteStack : Stack
    {
        [Output]
        public Output<string> Forgotten { get; private set; } = null!;
    }
}
