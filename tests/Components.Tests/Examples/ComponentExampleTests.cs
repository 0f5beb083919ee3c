using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Components.Tests.Examples;

public sealed class ComponentExampleTests
{
    public static TheoryData<string> Names => [.. ComponentExamples.Components.Select(component => component.FullName!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Component_has_an_example(string component)
    {
        var type = Find(component);
        Assert.True(
            ComponentExamples.ClassOf(type) is not null,
            $"{component} has no example: add examples/{type.Name}Example.cs with a method Run."
        );
    }

    [Fact]
    public void Every_example_uses_a_component_that_exists() =>
        Assert.Subset(
            ComponentExamples.Components.Select(component => $"{component.Name}Example").ToHashSet(),
            typeof(PmCrm.Examples.CloudflareDnsExample).Assembly.GetExportedTypes().Select(type => type.Name).ToHashSet()
        );

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Example_creates_the_component(string component)
    {
        var token = (string)Find(component).GetField("TypeToken")!.GetValue(null)!;
        var plan = await Recording.OfProgramAsync(_ => ComponentExamples.ProgramOf(Find(component))());
        Assert.NotEmpty(plan.All(token));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Type_token_names_the_concern_and_the_class(string component)
    {
        var type = Find(component);
        var concern = type.Namespace!.Split('.')[^1].ToLowerInvariant();
        Assert.Equal($"pmcrm:{concern}:{type.Name}", type.GetField("TypeToken")?.GetValue(null));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Component_and_its_arguments_are_sealed_and_in_one_namespace(string component)
    {
        var type = Find(component);
        var arguments = type.Assembly.GetType($"{component}Args");
        Assert.True(type.IsSealed, $"{component} can be inherited from");
        Assert.True(
            arguments is { IsSealed: true } && arguments.IsSubclassOf(typeof(ResourceArgs)),
            $"{component}Args is not a sealed class of arguments beside it"
        );
    }

    internal static Type Find(string component) => ComponentExamples.Components.Single(type => type.FullName == component);
}
