using System.Reflection;
using PmCrm.Components.Common;
using PublicApiGenerator;

namespace PmCrm.Components.Tests.Surface;

/// <summary>Other programs use the components, so a change of the public API must be visible in a review.</summary>
public sealed class PublicApiTests
{
    private static readonly string Approved = Path.Combine(
        typeof(PublicApiTests)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "Source")
            .Value!,
        "Surface",
        "PublicApi.txt"
    );

    [Fact]
    [Trait("Golden", "written")]
    public void The_components_have_the_API_that_was_approved()
    {
        var actual =
            typeof(ResourceLabels)
                .Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false })
                .ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("WRITE_GOLDENS") == "1")
            File.WriteAllText(Approved, actual);

        Assert.True(
            File.Exists(Approved) && File.ReadAllText(Approved) == actual,
            "tests/Components.Tests/Surface/PublicApi.txt is stale: `make goldens` writes it; read its diff before you commit it."
        );
    }
}
