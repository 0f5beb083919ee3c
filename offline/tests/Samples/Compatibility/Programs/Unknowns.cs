using System.Collections.Immutable;
using PmCrm.Samples.Shapes;
using Pulumi;
using Pulumi.Utilities;

namespace PmCrm.Samples.Programs;

/// <summary>Values that are unknown in a first preview: through every composition, nested, and registered as an output.</summary>
internal static class Unknowns
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var source = new Thing("source", new ThingArgs { Text = "known" });
            var computed = source.Computed;

            new Thing("direct", new ThingArgs { Text = computed, Items = { "known", computed } });
            new Thing("apply", new ThingArgs { Text = computed.Apply(c => c.ToUpperInvariant()) });
            new Thing("apply-to-known", new ThingArgs { Text = computed.Apply(_ => Output.Create("only when known")) });
            new Thing("all", new ThingArgs { Items = Output.All(computed, source.Text) });
            new Thing("tuple", new ThingArgs { Text = Output.Tuple(source.Id, source.Urn).Apply(t => $"{t.Item1} of {t.Item2}") });
            new Thing("format", new ThingArgs { Text = Output.Format($"{source.Text}-{source.Computed}") });
            new Thing("secret", new ThingArgs { Text = Output.CreateSecret(computed), SecretText = computed });
            new Thing("unsecret", new ThingArgs { Text = Output.Unsecret(source.ComputedSecret) });
            new Thing(
                "json",
                new ThingArgs
                {
                    Text = Output.JsonSerialize(Output.Create(new Dictionary<string, object?> { ["id"] = source.Id, ["n"] = 1 })),
                    JsonParts = { new PartArgs { PartName = computed } },
                }
            );
            new Thing(
                "nested",
                new ThingArgs
                {
                    Nested = new PartArgs { PartName = computed, Tags = { "known", source.ComputedSecret } },
                    PartsByName =
                    {
                        ["k"] = new PartArgs
                        {
                            PartName = "known",
                            Inner = new PartArgs { PartName = computed },
                        },
                    },
                    Anything = new Dictionary<string, object?> { ["list"] = new object?[] { computed, null, 1 } },
                }
            );
            new Thing("whole-list", new ThingArgs { Items = computed.Apply(c => ImmutableArray.Create(c, "second")) });
            new Thing("whole-map", new ThingArgs { Labels = computed.Apply(c => ImmutableDictionary<string, string>.Empty.Add("c", c)) });
            new Thing(
                "asked",
                new ThingArgs
                {
                    Text = Output.Create(OutputUtilities.GetIsKnownAsync(computed)).Apply(known => known ? "known" : "unknown"),
                    Number = Output.Create(OutputUtilities.GetDependenciesAsync(computed)).Apply(all => all.Count),
                }
            );
            new Thing("made", new ThingArgs { Text = OutputUtilities.CreateUnknown("value if known") });

            var group = new Group("group") { First = computed! };
            group.RegisterByReflection();
            return new Dictionary<string, object?>
            {
                ["computed"] = computed,
                ["id"] = source.Id,
                ["known"] = source.Text,
            };
        });
}
