using PmCrm.Samples.Shapes;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>Former identities of every kind, on a resource, on its parent, and of unknown value.</summary>
internal static class Aliases
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var oldParent = new Group("old-parent");
            var source = new Thing("source");
            new Thing(
                "aliased",
                options: new CustomResourceOptions
                {
                    Aliases =
                    {
                        new Alias { Urn = "urn:pulumi:old::project::sample:index:Thing::by-urn" },
                        new Alias { Name = "former-name" },
                        new Alias { Type = "sample:index:FormerThing" },
                        new Alias { Stack = "former-stack" },
                        new Alias { Project = "former-project" },
                        new Alias { Parent = oldParent },
                        new Alias { ParentUrn = "urn:pulumi:old::project::sample:index:Group::parent" },
                        new Alias { ParentUrn = source.Urn },
                        new Alias { NoParent = true },
                        new Alias
                        {
                            Name = "all",
                            Type = "sample:index:All",
                            Stack = "s",
                            Project = "p",
                            NoParent = true,
                        },
                        Output.Create(new Alias { Name = "from-an-output" }),
                        source.Computed.Apply(name => new Alias { Name = name }),
                        new Alias { Name = source.Computed },
                    },
                }
            );

            var renamed = new Group(
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
            new Thing("renamed-child", options: new CustomResourceOptions { Parent = renamed });
            new Thing(
                "renamed-aliased-child",
                options: new CustomResourceOptions { Parent = renamed, Aliases = { new Alias { Name = "before-child" } } }
            );
            var deeper = new Group("renamed-inner", new ComponentResourceOptions { Parent = renamed });
            new Thing("renamed-inner-leaf", options: new CustomResourceOptions { Parent = deeper });
        });
}
