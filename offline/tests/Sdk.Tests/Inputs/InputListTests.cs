using System.Collections.Immutable;
using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumi.Utilities;

namespace PmCrm.Sdk.Tests.Inputs;

public class InputListTests
{
    [Fact]
    public async Task Every_usual_list_converts()
    {
        Output<string> b = Output.Create("b");
        Input<string> a = "a";
        InputList<string>[] lists =
        [
            new[] { "a", "b" },
            new Output<string>[] { Output.Create("a"), b },
            new Input<string>[] { a, b },
            new List<string> { "a", "b" },
            new List<Output<string>> { Output.Create("a"), b },
            new List<Input<string>> { a, b },
            ImmutableArray.Create("a", "b"),
            ImmutableArray.Create<Output<string>>(Output.Create("a"), b),
            ImmutableArray.Create<Input<string>>(a, b),
            Output.Create(new[] { "a", "b" }),
            Output.Create(new List<string> { "a", "b" }),
            Output.Create<IEnumerable<string>>(["a", "b"]),
            Output.Create(ImmutableArray.Create("a", "b")),
        ];
        foreach (var list in lists)
            Assert.Equal(["a", "b"], (await list.ToOutput().SeeAsync()).Value);
    }

    [Fact]
    public async Task One_value_input_or_output_is_a_list_of_one()
    {
        Input<string> input = "a";
        foreach (var list in new InputList<string>[] { "a", Output.Create("a"), input })
            Assert.Equal(["a"], (await list.ToOutput().SeeAsync()).Value);
    }

    [Fact]
    public async Task Items_are_added_one_by_one_several_at_once_and_from_lists()
    {
        var list = new InputList<int> { 1, Output.Create(2), { 3, 4 } };
        list.Add(new InputList<int> { 5 });
        list.AddRange(new[] { 6 });

        Assert.Equal([1, 2, 3, 4, 5, 6], (await list.ToOutput().SeeAsync()).Value);
    }

    [Fact]
    public async Task Adding_to_a_default_array_fails_the_run_even_if_nothing_reads_the_list()
    {
        var failure = await Program.FailureOfAsync(() =>
        {
            InputList<string> list = default(ImmutableArray<string>);
            list.Add("a");
        });

        Assert.IsType<RunException>(failure);
    }

    [Fact]
    public async Task A_default_array_fails_as_in_adding_to_an_immutable_array()
    {
        InputList<string> none = default(ImmutableArray<string>);
        InputList<string> later = Output.Create(default(ImmutableArray<string>));
        InputList<string> some = new[] { "a" };

        foreach (var one in new[] { none, later })
        {
            await FailsAsync(one.Concat(some));
            await FailsAsync(some.Concat(one.Concat(some)));
            await FailsAsync(some.Concat(one));
            await FailsAsync(new InputList<string>().Concat(one));
            await FailsAsync(new InputList<string> { one });
            Assert.True((await one.ToOutput().SeeAsync()).Value.IsDefault);
        }

        static Task FailsAsync(InputList<string> list) => Assert.ThrowsAsync<NullReferenceException>(() => list.ToOutput().SeeAsync());
    }

    [Fact]
    public async Task Concat_leaves_both_lists_as_they_were()
    {
        InputList<int> first = new[] { 1 },
            second = new[] { 2 };

        var both = first.Concat(second);

        Assert.Equal([1, 2], (await both.ToOutput().SeeAsync()).Value);
        Assert.Equal([1], (await first.ToOutput().SeeAsync()).Value);
        Assert.Equal([2], (await second.ToOutput().SeeAsync()).Value);
    }

    [Fact]
    public async Task The_list_is_secret_and_unknown_as_its_items_are()
    {
        Assert.True(
            (
                await new InputList<int> { 1, Output.CreateSecret(2) }
                    .ToOutput()
                    .SeeAsync()
            ).IsSecret
        );
        Assert.False(
            (
                await new InputList<int> { 1, OutputUtilities.CreateUnknown(2) }
                    .ToOutput()
                    .SeeAsync()
            ).IsKnown
        );
    }

    [Fact]
    public async Task Items_are_enumerated_when_they_are_available()
    {
        var items = new List<int>();
        await foreach (var item in new InputList<int> { 1, Output.Create(2) })
            items.Add((await item.ToOutput().SeeAsync()).Value);

        Assert.Equal([1, 2], items);
        Assert.Throws<NotSupportedException>(() => ((System.Collections.IEnumerable)new InputList<int>()).GetEnumerator());
    }

    [Fact]
    public async Task A_list_of_unions_takes_both_types()
    {
        var list = new InputList<Union<string, int>>();
        list.Add((Input<string>)"a");
        list.Add((Input<int>)1);

        var items = (await list.ToOutput().SeeAsync()).Value;
        Assert.Equal("a", items[0].AsT0);
        Assert.Equal(1, items[1].AsT1);
    }
}
