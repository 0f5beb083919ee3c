using PmCrm.Samples.Shapes;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>Explicit dependencies, on resources, components and Outputs of them, besides those of properties.</summary>
internal static class Dependencies
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var first = new Thing("first");
            var second = new Thing("second", new ThingArgs { Text = first.Computed });
            var group = new Group("group", children: self =>
            {
                var child = new Thing("child", options: new CustomResourceOptions { Parent = self });
                new Thing("below-custom", options: new CustomResourceOptions { Parent = child });
                new Group("inner", new ComponentResourceOptions { Parent = self }, inner => new Thing(
                    "leaf",
                    options: new CustomResourceOptions { Parent = inner }
                ));
            });
            var empty = new Group("empty");

            new Thing("on-one", options: new CustomResourceOptions { DependsOn = first });
            new Thing("on-several", options: new CustomResourceOptions { DependsOn = { first, second } });
            new Thing("on-array", options: new CustomResourceOptions { DependsOn = new Resource[] { first, second } });
            new Thing("on-component", options: new CustomResourceOptions { DependsOn = { group } });
            new Thing("on-empty-component", options: new CustomResourceOptions { DependsOn = { empty } });
            new Thing("on-output", options: new CustomResourceOptions { DependsOn = Output.Create(new Resource[] { second }) });
            new Thing("on-output-of-one", options: new CustomResourceOptions { DependsOn = { Output.Create<Resource>(first) } });
            new Group("component-on-component", new ComponentResourceOptions { DependsOn = { group, first } });

            new Thing(
                "by-property",
                new ThingArgs
                {
                    Text = first.Text,
                    Items = { first.Computed, second.Computed },
                    Labels = { ["both"] = Output.Tuple(first.Id, second.Id).Apply(t => t.Item1 + t.Item2) },
                    Nested = new PartArgs { PartName = second.Text },
                    Flag = true,
                }
            );
            new Thing("by-flattening", new ThingArgs { Text = first.Text.Apply(_ => second.Text) });
            new Thing("by-all", new ThingArgs { Items = Output.All(first.Text, second.Text) });
            new Thing("by-format", new ThingArgs { Text = Output.Format($"{first.Id}/{second.Id}") });
            new Thing("by-both", new ThingArgs { Text = first.Text }, new CustomResourceOptions { DependsOn = { second } });
            new Thing("by-lifted-list", new ThingArgs { Items = second.Items });
        });
}
