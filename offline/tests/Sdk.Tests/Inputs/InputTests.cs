using System.Text.Json;
using PmCrm.Sdk.Tests.Support;
using Pulumi;

namespace PmCrm.Sdk.Tests.Inputs;

public class InputTests
{
    [Fact]
    public async Task Values_and_outputs_convert_and_an_absent_input_is_the_default()
    {
        Input<int> value = 1,
            output = Output.CreateSecret(2);
        Input<int>? absent = null;

        Assert.Equal(1, (await value.ToOutput().SeeAsync()).Value);
        Assert.True((await output.ToOutput().SeeAsync()).IsSecret);
        Assert.Equal(0, (await absent.ToOutput().SeeAsync()).Value);
    }

    [Fact]
    public async Task Apply_works_on_inputs_as_on_outputs()
    {
        Input<int> input = 1;

        Assert.Equal(2, (await input.Apply(n => n + 1).SeeAsync()).Value);
        Assert.Equal(2, (await input.Apply(n => Task.FromResult(n + 1)).SeeAsync()).Value);
        Assert.Equal(2, (await input.Apply(n => (Input<int>)(n + 1)).SeeAsync()).Value);
        Assert.Equal(2, (await input.Apply(n => Output.Create(n + 1)).SeeAsync()).Value);
    }

    [Fact]
    public async Task An_input_union_takes_values_inputs_and_outputs_of_both_types()
    {
        Input<string> text = "a";
        Input<int> number = 1;
        foreach (
            var first in new InputUnion<string, int>[]
            {
                "a",
                text,
                Output.Create("a"),
                (Union<string, int>)"a",
                Output.Create((Union<string, int>)"a"),
            }
        )
            Assert.Equal("a", (await first.ToOutput().SeeAsync()).Value.AsT0);
        foreach (var second in new InputUnion<string, int>[] { 1, number, Output.Create(1) })
            Assert.Equal(1, (await second.ToOutput().SeeAsync()).Value.AsT1);
    }

    [Fact]
    public void A_union_knows_its_case_compares_and_maps()
    {
        Union<string, int> text = "a",
            number = 1;

        Assert.True(text.IsT0);
        Assert.True(number.IsT1);
        Assert.Throws<InvalidOperationException>(() => text.AsT1);
        Assert.Equal("a", text.Value);
        Assert.True(text == Union<string, int>.FromT0("a"));
        Assert.True(text != number);
        Assert.Equal("1", number.Match(t => t, n => $"{n}"));
        Assert.Equal(2, number.MapT1(n => n + 1).AsT1);
        Assert.Equal("a", text.MapT1(n => n + 1).AsT0);
        Assert.True(text.TryPickT0(out var picked, out _));
        Assert.Equal("a", picked);
        Assert.Equal("System.Int32: 1", number.ToString());
    }

    [Fact]
    public async Task Json_input_takes_text_documents_and_elements()
    {
        using var document = JsonDocument.Parse("""{"a":1}""");
        foreach (
            var json in new InputJson[]
            {
                """{"a":1}""",
                document,
                document.RootElement,
                Output.Create("""{"a":1}"""),
                Output.Create(document.RootElement),
            }
        )
            Assert.Equal(1, (await json.ToOutput().SeeAsync()).Value.GetProperty("a").GetInt32());
    }
}
