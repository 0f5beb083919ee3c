using System.Collections.Immutable;
using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumi.Utilities;

namespace PmCrm.Sdk.Tests.Inputs;

public class InputMapTests
{
    [Fact]
    public async Task Every_usual_dictionary_converts()
    {
        var dictionary = new Dictionary<string, int> { ["a"] = 1 };
        InputMap<int>[] maps =
        [
            dictionary,
            dictionary.ToImmutableDictionary(),
            Output.Create(dictionary),
            Output.Create<IDictionary<string, int>>(dictionary),
            Output.Create(dictionary.ToImmutableDictionary()),
            new InputMap<int> { { "a", 1 } },
            new InputMap<int> { ["a"] = Output.Create(1) },
        ];
        foreach (var map in maps)
            Assert.Equal(dictionary, (await map.ToOutput().SeeAsync()).Value);
    }

    [Fact]
    public async Task The_same_key_twice_is_fine_with_equal_values_and_throws_when_awaited_with_others()
    {
        var equal = new InputMap<int> { { "a", 1 }, { "a", Output.Create(1) } };
        var other = new InputMap<int> { ["a"] = 1 };
        other["a"] = 2;

        Assert.Equal(1, (await equal.ToOutput().SeeAsync()).Value["a"]);
        var failure = await Assert.ThrowsAsync<ArgumentException>(() => other.ToOutput().SeeAsync());
        Assert.Contains("'a'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddRange_adds_entries_and_throws_when_awaited_on_a_key_that_is_there()
    {
        var map = new InputMap<int> { ["a"] = 1 };
        map.AddRange(new InputMap<int> { ["b"] = 2 });
        Assert.Equal(["a", "b"], (await map.ToOutput().SeeAsync()).Value.Keys.Order());

        map.Add(new InputMap<int> { ["a"] = 3 });
        await Assert.ThrowsAsync<ArgumentException>(() => map.ToOutput().SeeAsync());
    }

    [Fact]
    public async Task Adding_to_a_dictionary_that_is_null_or_with_a_null_key_fails_the_run_not_the_call()
    {
        var added = 0;

        Assert.IsType<RunException>(
            await Program.FailureOfAsync(() =>
            {
                InputMap<string> map = (ImmutableDictionary<string, string>)null!;
                map.Add("a", "b");
                added++;
            })
        );
        Assert.IsType<RunException>(
            await Program.FailureOfAsync(() =>
            {
                var map = new InputMap<string> { { "a", "b" } };
                map.AddRange((ImmutableDictionary<string, string>)null!);
                added++;
            })
        );
        Assert.IsType<RunException>(
            await Program.FailureOfAsync(() =>
            {
                _ = new InputMap<string> { { null!, "b" } };
                added++;
            })
        );
        Assert.Equal(3, added);
    }

    [Fact]
    public async Task A_dictionary_that_is_null_fails_as_in_adding_to_an_immutable_dictionary()
    {
        var some = new InputMap<string> { { "a", "b" } };

        var addedTo = None();
        addedTo.Add("a", "b");
        await FailsAsync<NullReferenceException>(addedTo);
        var extended = None();
        extended.AddRange(some);
        await FailsAsync<NullReferenceException>(extended);
        await FailsAsync<ArgumentNullException>(new InputMap<string> { None() });
        await FailsAsync<ArgumentNullException>(new InputMap<string> { some, None() });
        await FailsAsync<NullReferenceException>(InputMap<string>.Merge(None(), some));
        await FailsAsync<NullReferenceException>(InputMap<string>.Merge(some, None()));
        Assert.Null((await None().ToOutput().SeeAsync()).Value);

        static InputMap<string> None() => (ImmutableDictionary<string, string>)null!;

        static Task FailsAsync<T>(InputMap<string> map)
            where T : Exception => Assert.ThrowsAsync<T>(() => map.ToOutput().SeeAsync());
    }

    [Fact]
    public async Task Merge_lets_the_second_win()
    {
        var merged = InputMap<int>.Merge(new InputMap<int> { ["a"] = 1, ["b"] = 2 }, new InputMap<int> { ["a"] = 3 });

        var entries = (await merged.ToOutput().SeeAsync()).Value;
        Assert.Equal(3, entries["a"]);
        Assert.Equal(2, entries["b"]);
    }

    [Fact]
    public async Task The_map_is_secret_and_unknown_as_its_values_are()
    {
        Assert.True(
            (
                await new InputMap<int> { ["a"] = Output.CreateSecret(1) }
                    .ToOutput()
                    .SeeAsync()
            ).IsSecret
        );
        Assert.False(
            (
                await new InputMap<int> { ["a"] = OutputUtilities.CreateUnknown(1) }
                    .ToOutput()
                    .SeeAsync()
            ).IsKnown
        );
    }

    [Fact]
    public async Task Assigning_a_secret_map_wraps_it_and_a_collection_initialiser_does_not()
    {
        var assigned = new ThingArgs { Secrets = new InputMap<string> { ["k"] = "planted-value-7" } };
        var initialised = new ThingArgs { Secrets = { ["k"] = "planted-value-7" } };

        Assert.True((await assigned.Secrets.ToOutput().SeeAsync()).IsSecret);
        Assert.False((await initialised.Secrets.ToOutput().SeeAsync()).IsSecret);
    }

    [Fact]
    public async Task Entries_are_enumerated_when_they_are_available()
    {
        var keys = new List<string>();
        await foreach (var entry in new InputMap<int> { ["a"] = 1 })
            keys.Add((await entry.ToOutput().SeeAsync()).Value.Key);

        Assert.Equal(["a"], keys);
        Assert.Throws<NotSupportedException>(() => ((System.Collections.IEnumerable)new InputMap<int>()).GetEnumerator());
    }

    [Fact]
    public async Task A_map_of_unions_takes_both_types()
    {
        var map = new InputMap<Union<string, int>>();
        map.Add("s", (Input<string>)"a");
        map.Add("i", (Input<int>)1);

        var entries = (await map.ToOutput().SeeAsync()).Value;
        Assert.Equal("a", entries["s"].AsT0);
        Assert.Equal(1, entries["i"].AsT1);
    }
}
