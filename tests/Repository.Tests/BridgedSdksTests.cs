namespace PmCrm.Repository.Tests;

/// <summary>Runs eng/write-bridged-sdks in a copy of its input files, with a stub of the Pulumi CLI.</summary>
public sealed class BridgedSdksTests : IDisposable
{
    private const string Writes = """
        while [ "$1" != --out ]; do shift; done
        mkdir -p "$2/dotnet"
        echo 'Convert.FromBase64String("cGFyYW1ldGVy")' >"$2/dotnet/Utilities.cs"
        """;

    private readonly StubTools tools = new();
    private readonly string copy;

    public BridgedSdksTests()
    {
        copy = tools.NewFolder("copy");
        Directory.CreateDirectory(Path.Combine(copy, "eng"));
        File.Copy(Checkout.Script("write-bridged-sdks"), Script);
        Write("offline/sdk/overrides/bridged/packages.tsv", "# package\n" + Row("pond", "cGFyYW1ldGVy") + Row("lake", "cGFyYW1ldGVy"));
        foreach (var name in new[] { "pond", "lake" })
            Write(
                $"offline/sdk/schemas/bridged/{name}.json",
                $$"""
                {
                  "name": "{{name}}",
                  "version": "1.2.3"
                }
                """
            );
    }

    private string Script => Path.Combine(copy, "eng", "write-bridged-sdks");

    public void Dispose() => tools.Dispose();

    [Fact]
    public async Task Every_package_is_written_in_its_version_by_the_pinned_plugin()
    {
        tools.Add("pulumi", Writes);

        var (exitCode, printed) = await tools.RunAsync(Script);

        Assert.True(exitCode == 0, printed);
        Assert.Collection(
            tools.Calls,
            call =>
                Assert.StartsWith(
                    "pulumi package gen-sdk terraform-provider@1.1.3 water/pond 1.2.3 --language dotnet --local --out ",
                    call,
                    StringComparison.Ordinal
                ),
            call => Assert.StartsWith("pulumi package gen-sdk terraform-provider@1.1.3 water/lake 1.2.3 ", call, StringComparison.Ordinal)
        );
        Assert.True(File.Exists(Path.Combine(copy, "sdks", "pond", "Utilities.cs")));
        Assert.True(File.Exists(Path.Combine(copy, "sdks", "lake", "Utilities.cs")));
    }

    [Fact]
    public async Task A_package_with_another_parameter_than_the_stand_in_sends_is_refused()
    {
        tools.Add("pulumi", Writes);
        Write("offline/sdk/overrides/bridged/packages.tsv", Row("pond", "b3RoZXI="));

        var (exitCode, printed) = await tools.RunAsync(Script);

        Assert.Equal(1, exitCode);
        Assert.Contains("pond came with another parameter", printed, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(copy, "sdks")));
    }

    [Fact]
    public async Task A_failure_of_the_CLI_ends_it()
    {
        tools.Add("pulumi", "echo 'no such provider' >&2; exit 255");

        var (exitCode, printed) = await tools.RunAsync(Script);

        Assert.Equal(255, exitCode);
        Assert.Contains("no such provider", printed, StringComparison.Ordinal);
    }

    private static string Row(string name, string parameter) => $"{name}\tterraform-provider\t1.1.3\twater/{name}\t{parameter}\n";

    private void Write(string file, string text)
    {
        var path = Path.Combine(copy, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
