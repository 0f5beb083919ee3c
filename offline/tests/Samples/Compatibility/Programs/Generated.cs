using System.Collections.Immutable;
using System.Text.Json;
using PmCrm.Samples.Shapes;
using Pulumi;
using Pulumi.Utilities;

namespace PmCrm.Samples.Programs;

/// <summary>
/// Random values from fixed seeds, which no hand-written sample has: nested from every kind of value, of Output and of container, as
/// arguments, as outputs of a component and as arguments of a function.
/// </summary>
internal static class Generated
{
    private const int Seeds = 24;
    private const int Depth = 3;

    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var group = new Group("parent");
            var thing = new Thing("known", new ThingArgs { Text = "known text" }, new CustomResourceOptions { Parent = group });
            var sources = new Sources(thing, group, new RemoteGroup("remote", new ThingArgs()));
            for (var seed = 1; seed <= Seeds; seed++)
                new Maker(new Random(seed), sources).MakeAll(seed);
        });

    private sealed record Sources(Thing Thing, Group Group, RemoteGroup Remote);

    /// <param name="random">Seeded; .NET keeps the sequence of a seed the same in all versions.</param>
    /// <param name="sources">The resources that values come from.</param>
    private sealed class Maker(Random random, Sources sources)
    {
        public void MakeAll(int seed)
        {
            new Thing(
                $"thing-{seed}",
                Arguments(),
                new CustomResourceOptions
                {
                    DependsOn = { random.Next(2) == 0 ? sources.Thing : sources.Remote },
                    Parent = random.Next(2) == 0 ? sources.Thing : null,
                }
            );
            new RemoteGroup($"remote-{seed}", Arguments());
            new Group($"group-{seed}").Register(new Dictionary<string, object?> { ["one"] = Value(Depth), ["two"] = Value(Depth) });
            Deployment.Instance.Invoke<ImmutableDictionary<string, object>>(
                "sample:index:echo",
                new DictionaryInvokeArgs(
                    ImmutableDictionary<string, object?>
                        .Empty.Add("seed", seed)
                        .Add("value", Output.Create(Value(Depth)))
                        .Add("text", Text())
                )
            );
        }

        private ThingArgs Arguments() =>
            new()
            {
                Text = Text(),
                Items = { Text(), Text() },
                Labels = { ["a"] = Text(), ["b"] = Text() },
                SecretLabels = new InputMap<string> { ["key"] = Text() },
                SecretText = Text(),
                Either = random.Next(2) == 0 ? Text() : random.Next(9),
                Nested = random.Next(2) == 0 ? Part() : Output.CreateSecret(Part()),
                JsonParts = { Part() },
                Anything = Output.Create(Value(Depth))!,
            };

        private PartArgs Part() =>
            new()
            {
                PartName = Text(),
                Tags = { Text() },
                Weight = random.Next(2) == 0 ? null : random.Next(9) / 2.0,
            };

        private Input<string> Text() =>
            random.Next(9) switch
            {
                0 => sources.Thing.Text,
                1 => sources.Thing.Computed,
                2 => Output.CreateSecret($"planted-value-{50 + random.Next(9)}"),
                3 => OutputUtilities.CreateUnknown("never shown"),
                4 => Output.Format($"{sources.Thing.Id}/{sources.Thing.ComputedSecret}-{random.Next(3)}"),
                5 => Output.Tuple(sources.Thing.Text, Output.CreateSecret(1)).Apply(both => both.Item1),
                6 => sources.Remote.Endpoint,
                _ => $"text {random.Next(9)}",
            };

        private object? Value(int depth) =>
            random.Next(9) switch
            {
                0 => Output.Create(Plain(depth)),
                1 => Output.CreateSecret(Plain(depth)),
                2 => OutputUtilities.CreateUnknown(Plain(depth)),
                3 => (Input<object?>)Output.Create(Plain(depth)),
                4 => sources.Thing.Text.Apply(_ => "applied"),
                5 => Output.Tuple(sources.Thing.Computed, sources.Thing.Id).Apply(both => both.Item2),
                6 => Output.Create<object?>(Output.CreateSecret(Output.Create(Plain(depth)))),
                _ => Plain(depth),
            };

        private object? Plain(int depth) =>
            random.Next(depth > 0 ? 18 : 11) switch
            {
                0 => null,
                1 => random.Next(),
                2 => random.Next(1000) / 8.0,
                3 => random.Next(2) == 0,
                4 => $"text {random.Next(9)}",
                5 => new StringAsset("asset"),
                6 => new RemoteArchive("https://assets.example.com/a.tgz"),
                7 => Size.Large,
                8 => Union<string, int>.FromT1(random.Next(5)),
                9 => random.Next(3) switch
                {
                    0 => sources.Thing,
                    1 => sources.Group,
                    _ => sources.Remote,
                },
                10 => JsonDocument.Parse("""[1,null,{"a":"b"}]""").RootElement,
                11 or 12 => Several(depth).ToArray(),
                13 => Several(depth).ToImmutableArray(),
                14 => Several(depth).Index().ToDictionary(item => $"k{item.Index}", item => item.Item),
                15 => Several(depth).Index().ToImmutableDictionary(item => $"k{item.Index}", item => item.Item),
                16 => Part(),
                _ => new AssetArchive(
                    new Dictionary<string, AssetOrArchive> { ["f"] = new FileAsset("f"), ["z"] = new FileArchive("z.zip") }
                ),
            };

        private IEnumerable<object?> Several(int depth) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(depth - 1))];
    }
}
