using System.Collections.Immutable;
using System.Reflection;
using PmCrm.Sdk.Generator.Tests.Harness;
using Pulumi;

namespace PmCrm.Sdk.Generator.Tests;

/// <summary>The shape of the generated types, tested in a compiled sample.</summary>
public class GeneratedTypesTests
{
    private static readonly Assembly Compiled = Sample.Compile(
        """
        {
          "resources": {
            "sample:pond/fish:Fish": {
              "module": "pond", "type": "Fish", "state": true,
              "inputs": { "age": "number", "friends": "#pond.FishFriend[]?", "tags": "string{}?", "depth": "number|string?", "odd": "any?", "chart": "asset?" },
              "outputs": { "age": "number", "friends": "#pond.FishFriend[]?", "tags": "string{}?", "size": "number?", "names": "string[]{}" }
            },
            "sample:pond/stone:Stone": { "module": "pond", "type": "Stone", "inputs": { "old": "string[]? deprecated" }, "outputs": {} }
          },
          "functions": {
            "sample:pond/getFish:getFish": { "module": "pond", "type": "GetFish", "inputs": { "age": "number?" }, "outputs": { "default": "string" } },
            "sample:pond/getPond:getPond": { "module": "pond", "type": "GetPond", "inputs": { "at": "string" }, "outputs": { "id": "string" } }
          },
          "inputs": { "pond.FishFriend": { "properties": { "kind": "string|@pond.Kind?", "years": "number?" } } },
          "outputs": { "pond.FishFriend": { "properties": { "kind": "string|@pond.Kind?", "years": "number" } } },
          "enums": { "pond.Kind": { "Carp": "carp", "Eel": "eel" } }
        }
        """
    );

    [Theory]
    [InlineData("Age", typeof(Input<int>))]
    [InlineData("Tags", typeof(InputMap<string>))]
    [InlineData("Depth", typeof(InputUnion<int, string>))]
    [InlineData("Odd", typeof(Input<object>))]
    [InlineData("Chart", typeof(Input<AssetOrArchive>))]
    public void An_argument_has_the_input_type_of_its_shape(string property, Type type)
    {
        Assert.Equal(type, Type("FishArgs").GetProperty(property)!.PropertyType);
    }

    [Theory]
    [InlineData("Age", typeof(Output<int>))]
    [InlineData("Size", typeof(Output<int?>))]
    [InlineData("Tags", typeof(Output<ImmutableDictionary<string, string>>))]
    [InlineData("Names", typeof(Output<ImmutableDictionary<string, ImmutableArray<string>>>))]
    public void An_output_has_the_type_of_its_shape(string property, Type type)
    {
        Assert.Equal(type, Type("Fish").GetProperty(property)!.PropertyType);
    }

    [Fact]
    public void A_list_of_nested_types_differs_between_arguments_state_and_outputs()
    {
        Assert.Equal(
            typeof(InputList<>).MakeGenericType(Type("Inputs.FishFriendArgs")),
            Type("FishArgs").GetProperty("Friends")!.PropertyType
        );
        Assert.Equal(
            typeof(InputList<>).MakeGenericType(Type("Inputs.FishFriendGetArgs")),
            Type("FishState").GetProperty("Friends")!.PropertyType
        );
        Assert.Equal(
            typeof(Output<>).MakeGenericType(typeof(ImmutableArray<>).MakeGenericType(Type("Outputs.FishFriend"))),
            Type("Fish").GetProperty("Friends")!.PropertyType
        );
    }

    [Fact]
    public void Only_what_is_not_optional_is_required()
    {
        static bool IsRequired(Type type, string field) =>
            type.GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Select(member => member.CustomAttributes.SingleOrDefault(attribute => attribute.AttributeType == typeof(InputAttribute)))
                .Any(attribute =>
                    attribute is not null
                    && attribute.ConstructorArguments[0].Value!.Equals(field)
                    && (bool)attribute.ConstructorArguments[1].Value!
                );

        Assert.True(IsRequired(Type("FishArgs"), "age"));
        Assert.False(IsRequired(Type("FishArgs"), "tags"));
        Assert.False(IsRequired(Type("FishState"), "age"));
    }

    [Fact]
    public void Arguments_are_optional_where_all_of_them_are()
    {
        static bool HasDefault(Type type) => type.GetConstructors().Single().GetParameters()[1].HasDefaultValue;
        Assert.False(HasDefault(Type("Fish")));
        Assert.True(HasDefault(Type("Stone")));
    }

    [Fact]
    public void An_output_can_be_any_text_where_the_input_is_an_enum()
    {
        Assert.Equal(
            typeof(InputUnion<,>).MakeGenericType(typeof(string), Type("Kind")),
            Type("Inputs.FishFriendArgs").GetProperty("Kind")!.PropertyType
        );
        Assert.Equal(typeof(string), Type("Outputs.FishFriend").GetField("Kind")!.FieldType);
        Assert.Equal("eel", Type("Kind").GetProperty("Eel")!.GetValue(null)!.ToString());
    }

    [Fact]
    public void A_nested_output_stays_optional_where_its_input_is()
    {
        Assert.Equal(typeof(int?), Type("Outputs.FishFriend").GetField("Years")!.FieldType);
    }

    [Fact]
    public void A_property_with_the_name_of_a_keyword_keeps_it_on_the_wire()
    {
        var constructor = Type("GetFishResult").GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic).Single();
        Assert.Equal("default", constructor.GetParameters().Single().Name);
        Assert.NotNull(Type("GetFishResult").GetField("Default"));
    }

    [Fact]
    public void A_function_can_be_awaited_with_plain_values_and_applied_with_inputs()
    {
        Assert.Equal(typeof(int?), Type("GetFishArgs").GetProperty("Age")!.PropertyType);
        Assert.Equal(typeof(Input<int>), Type("GetFishInvokeArgs").GetProperty("Age")!.PropertyType);
        Assert.Equal(
            [
                "Invoke(GetFishInvokeArgs, InvokeOptions)",
                "Invoke(GetFishInvokeArgs, InvokeOutputOptions)",
                "InvokeAsync(GetFishArgs, InvokeOptions)",
            ],
            Type("GetFish")
                .GetMethods(BindingFlags.Static | BindingFlags.Public)
                .Select(method =>
                    $"{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.Name))})"
                )
                .Order()
        );
        Assert.False(Type("GetPond").GetMethod("InvokeAsync")!.GetParameters()[0].HasDefaultValue);
    }

    [Fact]
    public void A_deprecated_list_is_marked_obsolete()
    {
        Assert.NotNull(Type("StoneArgs").GetProperty("Old")!.GetCustomAttribute<ObsoleteAttribute>());
    }

    [Fact]
    public void A_list_and_a_map_can_be_filled_by_a_collection_initializer()
    {
        var args = Activator.CreateInstance(Type("FishArgs"))!;
        var tags = Type("FishArgs").GetProperty("Tags")!;
        Assert.NotNull(tags.GetValue(args));
        Assert.Same(tags.GetValue(args), tags.GetValue(args));
    }

    private static Type Type(string name) => Compiled.GetType($"Sample.Pond.{name}", throwOnError: true)!;
}
