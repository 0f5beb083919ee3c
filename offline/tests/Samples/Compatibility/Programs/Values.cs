using System.Collections.Immutable;
using System.Text.Json;
using PmCrm.Samples.Shapes;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>Every plain kind of value on the wire, alone and nested, and what happens to nulls and empty collections.</summary>
internal static class Values
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            new Thing("nothing");
            new Thing(
                "plain",
                new ThingArgs
                {
                    Text = "Grüße, 世界 \"quoted\" \\ \n tab\t",
                    Number = -7,
                    Ratio = 0.1,
                    Flag = false,
                    Items = { "one", "", "three" },
                    Labels = { ["app"] = "pmcrm", ["empty"] = "" },
                }
            );
            new Thing(
                "extremes",
                new ThingArgs
                {
                    Text = "",
                    Number = int.MaxValue,
                    Ratio = 1e300,
                    Flag = true,
                }
            );
            new Thing(
                "nested",
                new ThingArgs
                {
                    Nested = new PartArgs
                    {
                        PartName = "outer",
                        Weight = 2,
                        Tags = { "a", "b" },
                        Inner = new PartArgs
                        {
                            PartName = "inner",
                            Inner = new PartArgs { PartName = "innermost" },
                        },
                    },
                    Parts =
                    {
                        new PartArgs { PartName = "first" },
                        new PartArgs { PartName = "second", Weight = 0.5 },
                    },
                    PartsByName =
                    {
                        ["left"] = new PartArgs { PartName = "l" },
                        ["right"] = new PartArgs { PartName = "r" },
                    },
                }
            );
            new Thing(
                "json",
                new ThingArgs
                {
                    JsonParts =
                    {
                        new PartArgs { PartName = "as text", Tags = { "x" } },
                    },
                    JsonText = "a string becomes a JSON string",
                }
            );
            new Thing(
                "document",
                new ThingArgs
                {
                    Document = JsonDocument.Parse("""{"a":[1,2.5,null,{"b":true}],"c":"text"}""").RootElement,
                    Element = JsonDocument.Parse("""[{"k":"v"},null,false,12]""").RootElement,
                }
            );
            new Thing("document-text", new ThingArgs { Document = """{"kept":"as a string"}""" });
            new Thing("either-left", new ThingArgs { Either = "text" });
            new Thing("either-right", new ThingArgs { Either = 42 });
            new Thing(
                "enums",
                new ThingArgs
                {
                    Size = Size.Large,
                    Sizes = { "by name", Size.Small },
                    Stage = Stage.Second,
                }
            );
            new Thing(
                "anything",
                new ThingArgs
                {
                    Anything = new Dictionary<string, object?>
                    {
                        ["text"] = "t",
                        ["number"] = 3,
                        ["ratio"] = 2.75,
                        ["flag"] = true,
                        ["null"] = null,
                        ["list"] = new object?[]
                        {
                            1,
                            null,
                            "two",
                            new List<object?> { false },
                        },
                        ["map"] = ImmutableDictionary<string, object?>.Empty.Add("k", "v").Add("dropped", null),
                        ["emptyList"] = Array.Empty<string>(),
                        ["emptyMap"] = new Dictionary<string, string>(),
                        ["arguments"] = new PartArgs { PartName = "inside a dictionary" },
                        ["output"] = Output.Create("awaited"),
                        ["input"] = (Input<string>)"unwrapped",
                        ["enum"] = Size.Small,
                    },
                }
            );
            new Thing(
                "empty-collections",
                new ThingArgs
                {
                    Items = new InputList<string>(),
                    Labels = new InputMap<string>(),
                    Parts = Array.Empty<PartArgs>(),
                    Anything = ImmutableArray<object?>.Empty,
                }
            );
        });

    /// <summary>
    /// Objects as deep as custom resource definitions and deeper, through a transform, a resource's inputs and outputs and the stack's
    /// outputs.
    /// </summary>
    public static Task<int> DeepAsync() =>
        Deployment.RunAsync(() =>
        {
            var options = new CustomResourceOptions
            {
                ResourceTransforms = { (args, _) => Task.FromResult<ResourceTransformResult?>(new(args.Args, args.Options)) },
            };
            var arguments = new ThingArgs { Nested = Nested(100), Anything = Deep(150) };
            var thing = new Thing("deep", arguments, options);
            return new Dictionary<string, object?> { ["deep"] = thing.Anything, ["written"] = Deep(150) };
        });

    private static PartArgs Nested(int levels)
    {
        var part = new PartArgs { PartName = $"{levels}" };
        if (levels > 1)
            part.Inner = Nested(levels - 1);
        return part;
    }

    private static Dictionary<string, object?> Deep(int levels) =>
        new() { ["properties"] = levels == 1 ? "the innermost" : Deep(levels - 1) };
}
