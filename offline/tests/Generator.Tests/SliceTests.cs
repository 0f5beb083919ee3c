using PmCrm.Sdk.Generator.Tests.Harness;

namespace PmCrm.Sdk.Generator.Tests;

/// <summary>The slices have exactly the types that types.txt names, and the packages have exactly the types in the slices.</summary>
public class SliceTests
{
    public static TheoryData<string> PackageNames { get; } = [.. Packages.All.Keys];

    [Fact]
    public void Every_named_type_is_in_its_slice()
    {
        var missing = Repository.NamedTypes.Where(named =>
        {
            var slice = Repository.Slice(named.Package);
            return !(named.Name == "Config" && slice.Config.Count > 0)
                && !slice.Resources.Values.Any(resource => (resource.Module, resource.Type) == (named.Module, named.Name))
                && !slice.Functions.Values.Any(function => (function.Module, function.Type) == (named.Module, Pascal(named.Name)));
        });
        Assert.Empty(missing);
    }

    [Fact]
    public void The_slices_have_no_type_that_is_not_named()
    {
        var named = Repository.NamedTypes.Select(type => (type.Package, type.Module, Pascal(type.Name))).ToHashSet();
        var unnamed = Packages
            .All.Keys.SelectMany(package =>
                Repository.Slice(package).Resources.Values.Select(resource => (package, resource.Module, resource.Type))
            )
            .Where(type => !named.Contains(type));
        Assert.Empty(unnamed);
    }

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void A_slice_has_the_version_that_programs_are_built_with(string package)
    {
        Assert.Equal(Repository.BuiltWith(Packages.All[package].VersionProperty), Repository.Slice(package).Version);
    }

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void A_package_has_every_resource_with_every_property(string package)
    {
        var (slice, names, assembly) = Of(package);
        foreach (var resource in slice.Resources.Values)
        {
            var type = assembly.GetType($"{names.ResourceNamespace(resource.Module)}.{resource.Type}", throwOnError: true)!;
            var args = assembly.GetType($"{names.ArgsNamespace(resource.Module)}.{resource.Type}Args", throwOnError: true)!;
            Assert.Equal(resource.Outputs.Keys.Order(StringComparer.Ordinal), Members.Outputs(type));
            Assert.Equal(resource.Inputs.Keys.Order(StringComparer.Ordinal), Members.Inputs(args));
            if (resource.State)
                Assert.Equal(Members.Outputs(type), Members.Inputs(assembly.GetType($"{type.FullName}State", throwOnError: true)!));
        }
    }

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void A_package_has_every_function_with_every_property(string package)
    {
        var (slice, names, assembly) = Of(package);
        foreach (var function in slice.Functions.Values)
        {
            var name = $"{names.ResourceNamespace(function.Module)}.{function.Type}";
            Assert.Equal(
                function.Outputs.Keys.Order(StringComparer.Ordinal),
                Members.Fields(assembly.GetType($"{name}Result", throwOnError: true)!)
            );
            foreach (var args in function.Inputs.Count > 0 ? new[] { "Args", "InvokeArgs" } : [])
                Assert.Equal(
                    function.Inputs.Keys.Order(StringComparer.Ordinal),
                    Members.Inputs(assembly.GetType(name + args, throwOnError: true)!)
                );
        }
    }

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void A_package_has_every_nested_type_with_every_property(string package)
    {
        var (slice, names, assembly) = Of(package);
        foreach (var (name, nested) in slice.Inputs)
        {
            var found = new[] { names.NestedInput(name), names.NestedState(name) }
                .Select(type => assembly.GetType($"{type.Namespace}.{type.Type}"))
                .OfType<Type>()
                .ToArray();
            Assert.NotEmpty(found);
            Assert.All(found, type => Assert.Equal(Expected(slice, name, nested), Members.Inputs(type)));
        }

        foreach (var (name, nested) in slice.Outputs)
        {
            var (space, type) = names.NestedOutput(name);
            // No package has $ in the name of a field, see OutputTypeWriter.
            Assert.Equal(
                nested.Properties.Keys.Select(property => property.TrimStart('$')).Order(StringComparer.Ordinal),
                Members.Fields(assembly.GetType($"{space}.{type}", throwOnError: true)!)
            );
        }
    }

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void A_package_has_every_enum_with_every_member(string package)
    {
        var (slice, names, assembly) = Of(package);
        foreach (var (name, values) in slice.Enums)
        {
            var (space, typeName) = names.Enumeration(name);
            var type = assembly.GetType($"{space}.{typeName}", throwOnError: true)!;
            Assert.All(values, value => Assert.Equal(value.Value, type.GetProperty(value.Key)!.GetValue(null)!.ToString()));
        }
    }

    /// <summary>If a Kubernetes resource uses the arguments class of a nested type, that class is for both, without the status.</summary>
    private static IEnumerable<string> Expected(Slice slice, string name, NestedSlice nested)
    {
        var resource = slice.Resources.Values.SingleOrDefault(resource =>
            slice.Name == "kubernetes" && $"{resource.Module.Replace('/', '.')}.{resource.Type}" == name
        );
        return (resource?.Inputs.Keys ?? nested.Properties.Keys).Order(StringComparer.Ordinal);
    }

    private static (Slice Slice, Names Names, System.Reflection.Assembly Assembly) Of(string package)
    {
        var built = Packages.All[package];
        return (Repository.Slice(package), new Names(package, built.Root, Repository.Overrides), built.Assembly);
    }

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
