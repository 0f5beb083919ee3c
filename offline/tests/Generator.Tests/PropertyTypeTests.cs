namespace PmCrm.Sdk.Generator.Tests;

public class PropertyTypeTests
{
    [Fact]
    public void A_list_of_unions_is_not_a_union_with_a_list()
    {
        Assert.Equal(
            new PropertyType.List(new PropertyType.Union(new PropertyType.Leaf("number"), new PropertyType.Leaf("string"))),
            PropertyType.Parse("(number|string)[]")
        );
        Assert.Equal(
            new PropertyType.Union(new PropertyType.Leaf("number"), new PropertyType.List(new PropertyType.Leaf("string"))),
            PropertyType.Parse("number|string[]")
        );
    }

    [Fact]
    public void A_map_of_lists_reads_from_the_inside_out()
    {
        Assert.Equal(
            new PropertyType.Map(new PropertyType.List(new PropertyType.Nested("redis.InstanceNode"))),
            PropertyType.Parse("#redis.InstanceNode[]{}")
        );
    }

    [Theory]
    [InlineData("strin")]
    [InlineData("")]
    [InlineData("string?")]
    public void A_text_that_is_not_a_type_is_refused_with_what_is_accepted(string text)
    {
        var error = Assert.Throws<FormatException>(() => PropertyType.Parse(text));
        Assert.StartsWith($"\"{text}\" is not a type; accepted: string, number", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_nested_type_of_a_property_is_found()
    {
        Assert.Equal(["a.One", "Two"], PropertyType.NestedNames("(#a.One|#Two)[]? deprecated"));
    }
}
