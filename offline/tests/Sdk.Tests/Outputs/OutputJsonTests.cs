using System.Text.Json;
using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumi.Utilities;

namespace PmCrm.Sdk.Tests.Outputs;

public class OutputJsonTests
{
    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    [Fact]
    public async Task Outputs_anywhere_inside_are_written_as_their_values()
    {
        var value = Output.Create(new { Name = Output.Create("a"), Items = new List<Input<int>> { 1, Output.Create(2) } });

        var seen = await Output.JsonSerialize(value).SeeAsync();

        Assert.Equal("""{"Name":"a","Items":[1,2]}""", seen.Value);
        Assert.False(seen.IsSecret);
    }

    [Fact]
    public async Task Input_lists_and_maps_are_written_as_arrays_and_objects()
    {
        var value = Output.Create(
            new Dictionary<string, object>
            {
                ["l"] = new InputList<string> { "a", Output.Create("b") },
                ["m"] = new InputMap<int> { ["x"] = 1 },
            }
        );

        Assert.Equal("""{"l":["a","b"],"m":{"x":1}}""", (await Output.JsonSerialize(value).SeeAsync()).Value);
    }

    [Fact]
    public async Task Options_are_used() =>
        Assert.Equal("""{"name":"a"}""", (await Output.JsonSerialize(Output.Create(new { Name = "a" }), CamelCase).SeeAsync()).Value);

    [Fact]
    public async Task A_secret_inside_makes_the_text_secret() =>
        Assert.True((await Output.JsonSerialize(Output.Create(new { Name = Output.CreateSecret("a") })).SeeAsync()).IsSecret);

    [Fact]
    public async Task An_unknown_inside_makes_the_text_unknown()
    {
        var value = Output.Create(new { Name = OutputUtilities.CreateUnknown("a"), Other = Output.CreateSecret("b") });

        var seen = await Output.JsonSerialize(value).SeeAsync();

        Assert.False(seen.IsKnown);
        Assert.True(seen.IsSecret);
    }

    [Fact]
    public async Task An_output_of_the_type_object_is_written_as_an_empty_object_except_in_lists_and_maps()
    {
        var text = Output.Create<object>("a");

        Assert.Equal("""{"O":{}}""", (await Output.JsonSerialize(Output.Create(new { O = text })).SeeAsync()).Value);
        Assert.Equal(
            """{"M":{"k":"a"}}""",
            (await Output.JsonSerialize(Output.Create(new { M = new InputMap<object> { ["k"] = text } })).SeeAsync()).Value
        );
    }

    [Fact]
    public async Task An_unknown_secret_alone_makes_the_text_unknown_only()
    {
        var value = Output.Create(new { Name = Output.CreateSecret(OutputUtilities.CreateUnknown("a")) });

        var seen = await Output.JsonSerialize(value).SeeAsync();

        Assert.False(seen.IsKnown);
        Assert.False(seen.IsSecret);
    }

    [Fact]
    public async Task A_failure_inside_fails_the_text_in_an_aggregate()
    {
        var failing = Output.Create(Task.FromException<int>(new InvalidOperationException("not today")));

        var failure = await Assert.ThrowsAsync<AggregateException>(() =>
            Output.JsonSerialize(Output.Create(new { N = failing })).SeeAsync()
        );

        Assert.Equal("not today", failure.InnerException?.Message);
    }

    [Fact]
    public async Task An_output_that_comes_later_is_awaited()
    {
        var later = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);

        var json = Task.Run(() => Output.JsonSerialize(Output.Create(new { N = Output.Create(later.Task) })));
        later.SetResult(5);

        Assert.Equal("""{"N":5}""", (await (await json).SeeAsync()).Value);
    }

    [Fact]
    public async Task A_text_is_read_as_the_type_asked_for() =>
        Assert.Equal(3, (await Output.JsonDeserialize<int[]>(Output.Create("[1,2,3]")).Apply(items => items[2]).SeeAsync()).Value);

    [Fact]
    public async Task Values_read_from_a_secret_are_secret_also_inside()
    {
        var read = Output.JsonDeserialize<Dictionary<string, Output<string>>>(Output.CreateSecret("""{"a":"b"}"""));

        Assert.True((await read.SeeAsync()).IsSecret);
        var inner = await Output.Unsecret(read).Apply(map => map["a"]).SeeAsync();
        Assert.Equal("b", inner.Value);
        Assert.True(inner.IsSecret);
    }

    [Fact]
    public async Task An_unknown_text_reads_as_unknown() =>
        Assert.False((await Output.JsonDeserialize<int>(OutputUtilities.CreateUnknown("1")).SeeAsync()).IsKnown);

    [Fact]
    public async Task Text_that_is_no_json_fails_the_output() =>
        await Assert.ThrowsAnyAsync<JsonException>(() => Output.JsonDeserialize<int>(Output.Create("{")).SeeAsync());
}
