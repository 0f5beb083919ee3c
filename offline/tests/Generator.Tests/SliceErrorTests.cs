using PmCrm.Sdk.Generator.Tests.Harness;

namespace PmCrm.Sdk.Generator.Tests;

/// <summary>A wrong slice fails the build; the error names the place and the accepted values.</summary>
public class SliceErrorTests
{
    [Fact]
    public void A_type_that_does_not_exist_is_named_with_its_property()
    {
        var error = Assert.Throws<FormatException>(() =>
            Sample.Generate("""{ "resources": { "t": { "module": "", "type": "Fish", "inputs": { "age": "nummer?" }, "outputs": {} } } }""")
        );
        Assert.StartsWith("Sample.FishArgs.age: \"nummer\" is not a type", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_nested_type_that_is_missing_is_named()
    {
        var error = Assert.Throws<FormatException>(() =>
            Sample.Generate(
                """{ "resources": { "t": { "module": "", "type": "Fish", "inputs": { "eye": "#FishEye?" }, "outputs": {} } } }"""
            )
        );
        Assert.Equal("sample: the input type FishEye is referenced but not defined.", error.Message);
    }

    [Fact]
    public void A_key_that_a_slice_does_not_have_is_refused()
    {
        var error = Assert.Throws<FormatException>(() => Sample.Generate("""{ "resourcez": {} }"""));
        Assert.Contains("resourcez", error.Message, StringComparison.Ordinal);
    }
}
