using PmCrm.Sdk.Generator.Tests.Harness;
using PmCrm.Sdk.Tests.Surface;

namespace PmCrm.Sdk.Generator.Tests.Official;

/// <summary>
/// The published packages have everything that the generated ones have: each class, property, overload and type. So a program that
/// compiles against the stand-in compiles against them. Runs only if the published packages are available.
/// </summary>
public class PublishedApiTests
{
    public static TheoryData<string> PackageNames { get; } = [.. Packages.All.Keys];

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void Everything_generated_is_in_the_published_package(string package)
    {
        var published = Packages.All[package];
        var folder = Path.Combine(Repository.Sdk, published.Root);
        var handwritten = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText);
        var code = Package.Write(Repository.Slice(package), Repository.Overrides, published.Root, forStandin: false);

        var generated = Sample.Compile([code, .. handwritten], without: published.Root);

        Assert.Empty(PublicApi.Of(generated).Except(PublicApi.Of(published.Assembly)));
    }
}
