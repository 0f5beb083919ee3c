using PmCrm.Samples.Shapes;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>Every resource option, on custom resources and components, and the options that children inherit.</summary>
internal static class Options
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var owner = new Thing("owner");
            new Thing(
                "custom",
                new ThingArgs { Text = "all options" },
                new CustomResourceOptions
                {
                    Protect = true,
                    IgnoreChanges = { "text", "labels[\"a\"]" },
                    ReplaceOnChanges = { "number", "*" },
                    Version = "0.0.7-sample",
                    PluginDownloadURL = "https://plugins.example.com",
                    CustomTimeouts = new CustomTimeouts
                    {
                        Create = TimeSpan.FromMinutes(40),
                        Update = TimeSpan.FromSeconds(90),
                        Delete = TimeSpan.FromHours(1.5),
                    },
                    DeleteBeforeReplace = true,
                    AdditionalSecretOutputs = { "computed" },
                    ImportId = "existing-id",
                    RetainOnDelete = true,
                    DeletedWith = owner,
                    DependsOn = { owner },
                    Aliases = { new Alias { Name = "formerly" } },
                }
            );
            new Thing(
                "said-no",
                options: new CustomResourceOptions
                {
                    Protect = false,
                    RetainOnDelete = false,
                    DeleteBeforeReplace = false,
                    CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMilliseconds(1500) },
                }
            );
            new Thing(
                "further",
                options: new CustomResourceOptions
                {
                    HideDiffs = { "text" },
                    ReplaceWith = { owner },
                    ReplacementTrigger = owner.Computed.Apply(c => (object)c),
                }
            );

            var group = new Group(
                "group",
                new ComponentResourceOptions
                {
                    Protect = true,
                    Version = "0.0.8-sample",
                    PluginDownloadURL = "https://components.example.com",
                    IgnoreChanges = { "first" },
                    RetainOnDelete = true,
                    CustomTimeouts = new CustomTimeouts { Update = TimeSpan.FromDays(1) },
                    DependsOn = { owner },
                    DeletedWith = owner,
                }
            );
            new Thing("inherits-protect", options: new CustomResourceOptions { Parent = group });
            new Thing("unprotected", options: new CustomResourceOptions { Parent = group, Protect = false });
            var inner = new Group("inner", new ComponentResourceOptions { Parent = group });
            var grandchild = new Thing("grandchild", options: new CustomResourceOptions { Parent = inner });
            new Thing("child-of-custom", options: new CustomResourceOptions { Parent = grandchild });

            var merged = CustomResourceOptions.Merge(
                new CustomResourceOptions
                {
                    Protect = true,
                    DependsOn = { owner },
                    IgnoreChanges = { "a" },
                    AdditionalSecretOutputs = { "x" },
                    Aliases = { new Alias { Name = "one" } },
                    Version = "0.0.1-sample",
                    ReplaceOnChanges = { "r1" },
                },
                new CustomResourceOptions
                {
                    Protect = false,
                    DependsOn = { grandchild },
                    IgnoreChanges = { "b" },
                    AdditionalSecretOutputs = { "y" },
                    Aliases = { new Alias { Name = "two" } },
                    DeleteBeforeReplace = true,
                    ReplaceOnChanges = { "r2" },
                }
            );
            new Thing("merged", options: merged);
            new Group(
                "merged-component",
                ComponentResourceOptions.Merge(
                    new ComponentResourceOptions { Parent = group, Protect = true },
                    new ComponentResourceOptions { Parent = inner, DependsOn = { owner } }
                )
            );
        });
}
