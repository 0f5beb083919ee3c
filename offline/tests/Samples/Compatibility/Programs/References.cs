using PmCrm.Samples.Shapes;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>Resources as values: as arguments, inside collections, as outputs, and rebuilt from the engine's answers.</summary>
internal static class References
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var thing = new Thing("thing");
            var group = new Group("group", children: self => new Thing("child", options: new CustomResourceOptions { Parent = self }));

            var holder = new Thing("custom", new ThingArgs { Peer = thing });
            new Thing("component", new ThingArgs { Peer = group });
            new Thing("output", new ThingArgs { Peer = Output.Create<Resource>(thing) });
            new Thing("list", new ThingArgs { Peers = { thing, group } });
            new Thing("nested", new ThingArgs { Anything = new Dictionary<string, object?> { ["r"] = new object[] { thing, group } } });
            new Thing("secret", new ThingArgs { Peer = Output.CreateSecret<Resource>(thing) });
            new Thing("rebuilt", new ThingArgs { Text = holder.Peer.Apply(peer => peer?.GetResourceName() ?? "no peer") });
            new Thing(
                "through-rebuilt",
                new ThingArgs { Text = holder.Peer.Apply(peer => peer is Thing rebuilt ? rebuilt.Computed : Output.Create("none")) }
            );
            return new Dictionary<string, object?>
            {
                ["thing"] = thing,
                ["group"] = group,
                ["peer"] = holder.Peer,
            };
        });
}
