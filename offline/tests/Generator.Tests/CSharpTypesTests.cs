namespace PmCrm.Sdk.Generator.Tests;

/// <summary>The C# type of what can hold anything, which depends on the package and on the place.</summary>
public class CSharpTypesTests
{
    private const string Json = "global::System.Text.Json.JsonElement";
    private const string NestedInput = "global::Sample.Types.Inputs.Pond.FishArgs";
    private const string NestedOutput = "global::Sample.Types.Outputs.Pond.Fish";

    [Theory]
    [InlineData("any", "InputJson", Json)]
    [InlineData("any[]", $"InputList<{Json}>", $"ImmutableArray<{Json}>")]
    [InlineData("#pond.Fish|any[]", $"InputUnion<{NestedInput}, ImmutableArray<{Json}>>", $"Union<{NestedOutput}, ImmutableArray<{Json}>>")]
    [InlineData("any|string", $"InputUnion<{Json}, string>", $"Union<{Json}, string>")]
    [InlineData(
        "(#pond.Fish|any[]){}",
        $"InputMap<Union<{NestedInput}, ImmutableArray<{Json}>>>",
        $"ImmutableDictionary<string, Union<{NestedOutput}, ImmutableArray<{Json}>>>"
    )]
    public void Anything_in_Kubernetes_is_JSON(string type, string input, string output) => Check("kubernetes", type, input, output);

    [Theory]
    [InlineData("any{}", "InputMap<object>", "ImmutableDictionary<string, object>")]
    [InlineData("any{}[]", "InputList<ImmutableDictionary<string, object>>", "ImmutableArray<ImmutableDictionary<string, object>>")]
    public void Anything_in_a_map_of_Kubernetes_is_an_object(string type, string input, string output) =>
        Check("kubernetes", type, input, output);

    [Theory]
    [InlineData("any", "Input<object>", "object")]
    [InlineData("any[]", "InputList<object>", "ImmutableArray<object>")]
    [InlineData("string|any[]", "InputUnion<string, ImmutableArray<object>>", "Union<string, ImmutableArray<object>>")]
    [InlineData("any{}", "InputMap<object>", "ImmutableDictionary<string, object>")]
    public void Anything_in_other_packages_is_an_object(string type, string input, string output) => Check("sample", type, input, output);

    private static void Check(string package, string type, string input, string output)
    {
        var types = new CSharpTypes(new Names(package, "Sample", Harness.Repository.Overrides));
        var property = new Property("food", "Food", PropertyType.Parse(type), Optional: false, Deprecated: false, IsDouble: false);

        Assert.Equal(input, types.Input(property, CSharpTypes.Side.Args));
        Assert.Equal(output, types.Output(property));
    }
}
