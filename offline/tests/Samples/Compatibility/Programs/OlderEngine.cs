using PmCrm.Samples.Shapes;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>
/// The requests to an engine that supports neither alias specs, nor references to resources, nor output values: URNs of all aliases,
/// including those that follow from a parent's, ids instead of references, plain values with their secrets and unknowns.
/// </summary>
internal static class OlderEngine
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var source = new Thing("source");
            var group = new Group(
                "renamed",
                new ComponentResourceOptions
                {
                    Aliases =
                    {
                        new Alias { Name = "before" },
                        new Alias { Type = "sample:index:OldGroup" },
                    },
                }
            );
            var inner = new Group(
                "renamed-inner",
                new ComponentResourceOptions { Parent = group, Aliases = { new Alias { Name = "inner-before" } } }
            );
            new Thing(
                "renamed-inner-leaf",
                options: new CustomResourceOptions { Parent = inner, Aliases = { new Alias { Name = "leaf-before" } } }
            );
            new Thing(
                "aliased",
                options: new CustomResourceOptions
                {
                    Aliases =
                    {
                        new Alias { Urn = "urn:pulumi:old::project::sample:index:Thing::by-urn" },
                        new Alias { Stack = "former-stack", Project = "former-project" },
                        new Alias { Parent = group },
                        new Alias { ParentUrn = "urn:pulumi:old::project::sample:index:Group::parent" },
                        new Alias { NoParent = true, Name = "without-parent" },
                        new Alias { Name = source.Computed },
                    },
                }
            );
            new Thing("custom", new ThingArgs { Peer = source });
            new Thing("component", new ThingArgs { Peer = group });
            new Thing("nested", new ThingArgs { Anything = new Dictionary<string, object?> { ["r"] = new object[] { source, group } } });
            new RemoteGroup(
                "remote",
                new ThingArgs
                {
                    Text = source.Computed,
                    SecretText = "planted-value-41",
                    Items = { "known", source.Text },
                    Peer = source,
                }
            );
        });
}
