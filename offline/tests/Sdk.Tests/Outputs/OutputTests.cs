using System.Collections.Immutable;
using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumi.Utilities;

namespace PmCrm.Sdk.Tests.Outputs;

public class OutputTests
{
    [Fact]
    public async Task A_function_that_returns_no_task_fails_the_output() =>
        await Assert.ThrowsAsync<ArgumentNullException>(() => Output.Create(1).Apply(_ => (Task<string>)null!).SeeAsync());

    [Fact]
    public async Task A_deferred_output_fails_in_an_aggregate()
    {
        var deferred = new DeferredOutput<int>();
        deferred.Resolve(Output.Create(Task.FromException<int>(new InvalidOperationException("not today"))));

        var failure = await Assert.ThrowsAsync<AggregateException>(() => deferred.Output.SeeAsync());

        Assert.Equal("not today", failure.InnerException?.Message);
    }

    private static Output<int> Unknown => OutputUtilities.CreateUnknown(7);

    [Fact]
    public async Task Apply_on_a_value_gives_the_functions_result()
    {
        var seen = await Output.Create(2).Apply(n => n * 3).SeeAsync();

        Assert.True(seen.IsKnown);
        Assert.False(seen.IsSecret);
        Assert.Equal(6, seen.Value);
    }

    [Fact]
    public async Task Apply_takes_functions_that_return_tasks_inputs_and_outputs()
    {
        Assert.Equal(3, (await Output.Create(1).Apply(n => Task.FromResult(n + 2)).SeeAsync()).Value);
        Assert.Equal(3, (await Output.Create(1).Apply(n => (Input<int>)(n + 2)).SeeAsync()).Value);
        Assert.Equal(3, (await Output.Create(1).Apply(n => Output.Create(n + 2)).SeeAsync()).Value);
    }

    [Fact]
    public async Task Apply_takes_a_function_that_returns_nothing_but_a_task()
    {
        var ran = false;

        await Output
            .Create(1)
            .Apply(async _ =>
            {
                await Task.Yield();
                ran = true;
            })
            .SeeAsync();

        Assert.True(ran);
    }

    [Fact]
    public async Task An_unknown_skips_apply()
    {
        var ran = false;

        var seen = await Unknown
            .Apply(n =>
            {
                ran = true;
                return n;
            })
            .SeeAsync();

        Assert.False(ran);
        Assert.False(seen.IsKnown);
        Assert.Equal(0, seen.Value);
    }

    [Fact]
    public async Task A_secret_stays_secret_through_apply_even_when_unknown()
    {
        Assert.True((await Output.CreateSecret(1).Apply(n => n + 1).SeeAsync()).IsSecret);

        var unknown = await Output.CreateSecret(Unknown).Apply(n => n + 1).SeeAsync();
        Assert.True(unknown.IsSecret);
        Assert.False(unknown.IsKnown);
    }

    [Fact]
    public async Task An_apply_that_returns_a_secret_or_an_unknown_is_secret_or_unknown()
    {
        Assert.True((await Output.Create(1).Apply(_ => Output.CreateSecret(2)).SeeAsync()).IsSecret);
        Assert.False((await Output.Create(1).Apply(_ => Unknown).SeeAsync()).IsKnown);
    }

    [Fact]
    public async Task An_apply_that_returns_no_output_gives_the_default() =>
        Assert.Null((await Output.Create(1).Apply(_ => (Output<string>?)null).SeeAsync()).Value);

    [Fact]
    public async Task Unsecret_copies_and_leaves_the_original_secret()
    {
        var secret = Output.CreateSecret("planted-value-1");

        Assert.False((await Output.Unsecret(secret).SeeAsync()).IsSecret);
        Assert.True((await secret.SeeAsync()).IsSecret);
    }

    [Fact]
    public async Task All_is_known_only_if_all_are_and_secret_if_any_is()
    {
        var plain = await Output.All(Output.Create(1), Output.Create(2)).SeeAsync();
        var mixed = await Output.All(Output.CreateSecret(1), Unknown).SeeAsync();

        Assert.Equal([1, 2], plain.Value);
        Assert.False(plain.IsSecret);
        Assert.False(mixed.IsKnown);
        Assert.True(mixed.IsSecret);
    }

    [Fact]
    public async Task All_takes_arrays_and_sequences_of_inputs_and_outputs()
    {
        Assert.Equal([1, 2], (await Output.All<int>(1, 2).SeeAsync()).Value);
        Assert.Equal([1, 2], (await Output.All(new List<Input<int>> { 1, Output.Create(2) }).SeeAsync()).Value);
        Assert.Equal([1, 2], (await Output.All(new[] { 1, 2 }.Select(Output.Create)).SeeAsync()).Value);
    }

    [Fact]
    public async Task Tuple_combines_two_to_eight_of_different_types()
    {
        var two = await Output.Tuple(Output.Create(1), Output.CreateSecret("a")).SeeAsync();
        var eight = await Output
            .Tuple<int, string, bool, double, int, string, bool, double>(1, "b", true, .5, 2, "c", false, Output.Create(1.5))
            .SeeAsync();

        Assert.Equal((1, "a"), two.Value);
        Assert.True(two.IsSecret);
        Assert.Equal((1, "b", true, .5, 2, "c", false, 1.5), eight.Value);
    }

    [Fact]
    public async Task Format_fills_in_inputs_and_outputs_in_the_invariant_culture()
    {
        Input<string> host = "example.test";

        var seen = await Output.Format($"https://{host}:{Output.Create(8080)}/{0.5:0.00}").SeeAsync();

        Assert.Equal("https://example.test:8080/0.50", seen.Value);
    }

    [Fact]
    public async Task Format_is_secret_and_unknown_as_its_parts_are()
    {
        Assert.True((await Output.Format($"x{Output.CreateSecret(1)}").SeeAsync()).IsSecret);
        Assert.False((await Output.Format($"x{Unknown}").SeeAsync()).IsKnown);
    }

    [Fact]
    public async Task A_value_that_is_unknown_reads_as_the_default() => Assert.Equal(0, await OutputUtilities.GetValueAsync(Unknown));

    [Fact]
    public async Task First_GetAt_and_Length_read_an_array()
    {
        var array = Output.Create(ImmutableArray.Create("a", "b"));

        Assert.Equal("a", (await array.First().SeeAsync()).Value);
        Assert.Equal("b", (await array.GetAt(1).SeeAsync()).Value);
        Assert.Equal(2, (await array.Length().SeeAsync()).Value);
    }

    [Fact]
    public async Task A_deferred_output_is_what_it_is_resolved_to_once()
    {
        var deferred = new DeferredOutput<int>();

        deferred.Resolve(Output.CreateSecret(4));

        var seen = await deferred.Output.SeeAsync();
        Assert.Equal(4, seen.Value);
        Assert.True(seen.IsSecret);
        Assert.Throws<InvalidOperationException>(() => deferred.Resolve(Output.Create(5)));
    }

    [Fact]
    public async Task Union_outputs_tell_which_case_they_are()
    {
        var output = Output.Create((Union<string, int>)"a");

        Assert.True((await output.IsT0().SeeAsync()).Value);
        Assert.False((await output.IsT1().SeeAsync()).Value);
        Assert.Equal("a", (await output.AsT0().SeeAsync()).Value);
        Assert.Equal("a", (await output.Value().SeeAsync()).Value);
    }
}
