using System.Collections.Immutable;
using PmCrm.Samples.Shapes;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>The conversions and initialisers of InputList, InputMap, InputUnion and Union.</summary>
internal static class Collections
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var output = Output.Create("from an output");

            new Thing("list-array", new ThingArgs { Items = new[] { "a", "b" } });
            new Thing(
                "list-list",
                new ThingArgs
                {
                    Items = new List<string> { "a", "b" },
                }
            );
            new Thing("list-immutable", new ThingArgs { Items = ImmutableArray.Create("a", "b") });
            new Thing("list-one", new ThingArgs { Items = "alone" });
            new Thing("list-outputs", new ThingArgs { Items = new[] { output, Output.Create("second") } });
            new Thing(
                "list-inputs",
                new ThingArgs
                {
                    Items = new List<Input<string>> { "a", output },
                }
            );
            new Thing("list-output-of-array", new ThingArgs { Items = Output.Create(new[] { "x", "y" }) });
            new Thing("list-output-of-list", new ThingArgs { Items = Output.Create(new List<string> { "x", "y" }) });
            new Thing("list-output-of-immutable", new ThingArgs { Items = Output.Create(ImmutableArray.Create("x", "y")) });
            var added = new InputList<string> { "first" };
            added.Add("second", output);
            added.AddRange(new InputList<string> { "third" });
            new Thing("list-added", new ThingArgs { Items = added.Concat(new[] { "fourth" }) });
            new Thing("list-initialised-with-expression", new ThingArgs { Items = { output.Apply(o => o + "!"), "b" } });
            new Thing("list-with-null", new ThingArgs { Items = new string?[] { "a", null, "c" }! });

            new Thing("map-dictionary", new ThingArgs { Labels = new Dictionary<string, string> { ["a"] = "1" } });
            new Thing("map-immutable", new ThingArgs { Labels = ImmutableDictionary<string, string>.Empty.Add("a", "1") });
            new Thing("map-output", new ThingArgs { Labels = Output.Create(new Dictionary<string, string> { ["a"] = "1" }) });
            new Thing("map-initialised", new ThingArgs { Labels = { { "a", "1" }, { "b", output } } });
            new Thing("map-indexed", new ThingArgs { Labels = { ["a"] = "1", ["b"] = output } });
            var map = new InputMap<string> { { "a", "1" } };
            map.Add("b", "2");
            map.AddRange(new InputMap<string> { ["c"] = "3" });
            new Thing("map-added", new ThingArgs { Labels = map });
            new Thing(
                "map-merged",
                new ThingArgs
                {
                    Labels = InputMap<string>.Merge(
                        new InputMap<string> { ["a"] = "lost", ["b"] = "2" },
                        new InputMap<string> { ["a"] = "won" }
                    ),
                }
            );

            new Thing("union-left", new ThingArgs { Either = output });
            new Thing("union-right", new ThingArgs { Either = Output.Create(7) });
            new Thing("union-output", new ThingArgs { Either = Output.Create(Union<string, int>.FromT1(9)) });
            new Thing(
                "unions",
                new ThingArgs
                {
                    Sizes = new Union<string, Size>[] { "text", Size.Large },
                    Anything = new Dictionary<string, object?> { ["union"] = Union<string, int>.FromT0("zero") },
                }
            );
            new Thing("input-to-output", new ThingArgs { Text = ((Input<string>)output).Apply(o => o.Length).Apply(n => $"{n}") });
        });
}
