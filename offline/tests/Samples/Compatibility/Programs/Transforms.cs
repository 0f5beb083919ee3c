using System.Collections.Immutable;
using PmCrm.Samples.Shapes;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>Transforms, which the engine calls back: on a resource and on the stack.</summary>
internal static class Transforms
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(
            () =>
            {
                new Thing(
                    "own",
                    new ThingArgs { Text = "before", SecretText = "planted-value-7" },
                    new CustomResourceOptions { ResourceTransforms = { UpperAsync } }
                );
                var group = new Group("group", new ComponentResourceOptions { ResourceTransforms = { UpperAsync } });
                new Thing("child", new ThingArgs { Text = "child" }, new CustomResourceOptions { Parent = group });
                return Task.FromResult<IDictionary<string, object?>>(new Dictionary<string, object?>());
            },
            new StackOptions { ResourceTransforms = { ProtectAsync } }
        );

    private static Task<ResourceTransformResult?> UpperAsync(ResourceTransformArgs args, CancellationToken cancellationToken = default)
    {
        var text = args.Args.GetValueOrDefault("text") as string;
        return Task.FromResult<ResourceTransformResult?>(
            text is null ? null : new ResourceTransformResult(args.Args.SetItem("text", text.ToUpperInvariant()), args.Options)
        );
    }

    private static Task<ResourceTransformResult?> ProtectAsync(ResourceTransformArgs args, CancellationToken cancellationToken = default)
    {
        if (!args.Custom)
            return Task.FromResult<ResourceTransformResult?>(null);
        args.Options.Protect = true;
        args.Options.Aliases.Add(new Alias { Name = "before-" + args.Name });
        return Task.FromResult<ResourceTransformResult?>(new ResourceTransformResult(args.Args, args.Options));
    }
}
