using System.Reflection;
using Pulumi;

namespace PmCrm.Sdk.Tests.Surface;

/// <summary>
/// The stand-in's core has exactly the public API of the committed list, and the official SDK has all of that list. So a program that
/// compiles against one compiles against the other, with the same overloads.
/// </summary>
public class PublicApiTests
{
    private static readonly string File = Metadata("PublicApiFile");

    [Fact]
    [Trait("Golden", "written")]
    public void The_core_has_the_API_of_the_list()
    {
        var actual = PublicApi.Of(typeof(Output).Assembly);
        if (Metadata("PulumiSdk") == "standin" && Environment.GetEnvironmentVariable("WRITE_GOLDENS") == "1")
            System.IO.File.WriteAllLines(File, actual);
        var listed = System.IO.File.ReadAllLines(File);

        Assert.True(
            !listed.Except(actual).Any(),
            $"PublicApi.txt is stale, `make goldens` writes it: {string.Join(", ", listed.Except(actual))}"
        );
        // The official SDK has more than our programs need. The stand-in has nothing beyond the list.
        if (Metadata("PulumiSdk") == "standin")
            Assert.True(
                !actual.Except(listed).Any(),
                $"PublicApi.txt is stale, `make goldens` writes it: {string.Join(", ", actual.Except(listed))}"
            );
    }

    [Fact]
    public void An_output_has_exactly_the_overloads_of_Apply_that_make_some_lambdas_ambiguous()
    {
        var overloads = typeof(Output<>)
            .GetMethods()
            .Where(method => method.Name == "Apply")
            .Select(method => $"{method.GetParameters().Single().ParameterType}");

        Assert.Equal(
            [
                "System.Func`2[T,Pulumi.Input`1[TResult]]",
                "System.Func`2[T,Pulumi.Output`1[TResult]]",
                "System.Func`2[T,System.Threading.Tasks.Task]",
                "System.Func`2[T,System.Threading.Tasks.Task`1[TResult]]",
                "System.Func`2[T,TResult]",
            ],
            overloads.Order(StringComparer.Ordinal)
        );
    }

    private static string Metadata(string key) =>
        typeof(PublicApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
