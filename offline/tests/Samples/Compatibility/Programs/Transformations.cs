using PmCrm.Samples.Shapes;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>Transformations of a resource, of a component's children, and of the whole stack, in their order.</summary>
internal static class Transformations
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(
            () =>
            {
                new Thing(
                    "own",
                    new ThingArgs { Text = "before" },
                    new CustomResourceOptions { ResourceTransformations = { Append(" first"), Append(" second"), _ => null } }
                );
                var group = new Group("group", new ComponentResourceOptions { ResourceTransformations = { Append(" by group") } });
                new Thing(
                    "child",
                    new ThingArgs { Text = "child" },
                    new CustomResourceOptions { Parent = group, ResourceTransformations = { Append(" by itself") } }
                );
                var inner = new Group(
                    "inner",
                    new ComponentResourceOptions { Parent = group, ResourceTransformations = { Append(" by inner") } }
                );
                new Thing("grandchild", new ThingArgs { Text = "grandchild" }, new CustomResourceOptions { Parent = inner });
                new Thing(
                    "options",
                    options: new CustomResourceOptions
                    {
                        ResourceTransformations =
                        {
                            args => new ResourceTransformationResult(
                                args.Args,
                                CustomResourceOptions.Merge(
                                    (CustomResourceOptions)args.Options,
                                    new CustomResourceOptions { Protect = true, IgnoreChanges = { "text" } }
                                )
                            ),
                        },
                    }
                );
                return Task.FromResult<IDictionary<string, object?>>(new Dictionary<string, object?>());
            },
            new StackOptions { ResourceTransformations = { LabelEverything } }
        );

    private static ResourceTransformation Append(string suffix) =>
        args =>
        {
            if (args.Args is not ThingArgs thing)
                return null;
            thing.Text = thing.Text?.Apply(t => t + suffix)!;
            return new ResourceTransformationResult(thing, args.Options);
        };

    private static ResourceTransformationResult? LabelEverything(ResourceTransformationArgs args)
    {
        if (args.Args is not ThingArgs thing)
            return null;
        thing.Labels.Add("stack", args.Resource.GetResourceName());
        return new ResourceTransformationResult(thing, args.Options);
    }
}
