using System.Diagnostics;
using System.Text.Json;
using PmCrm.Compatibility.Tests.Recording;
using PmCrm.Preview;
using Trace = PmCrm.Compatibility.Tests.Recording.Trace;

namespace PmCrm.Compatibility.Tests;

/// <summary>
/// Each whole stack sends the same requests under both SDKs. The comparison runs only where the official packages are available. There are
/// no committed traces of stacks: only such a machine could write them, and every change of a size would make the tests fail elsewhere.
/// </summary>
public sealed class StackPlanTests : IClassFixture<StandInProgram>
{
    private readonly StandInProgram standIn;

    public StackPlanTests(StandInProgram standIn) => this.standIn = standIn;

    [Theory]
    [MemberData(nameof(PlanRun.All), MemberType = typeof(PlanRun))]
    public async Task A_stack_sends_the_same_under_both_SDKs(string stack, string values)
    {
        SkipUnlessOfficial();

        var official = await PlanRun.RunAsync(stack, values);
        var other = await PlanRun.RunAsync(stack, values, await standIn.BuildAsync());

        var difference = TraceOf(official).DifferenceTo(TraceOf(other));
        Assert.True(difference.Length == 0, $"{stack} with {values} values differs (- official, + stand-in):\n{difference}");
    }

    /// <summary>With Google's own, which reads 100 levels of messages, not 1000, deep objects fail: pulumi/pulumi-dotnet#628.</summary>
    [Fact]
    public void The_program_has_the_Protobuf_library_of_the_official_SDK()
    {
        SkipUnlessOfficial();

        using var file = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(BuildFacts.Program("infra", "infra"), ".deps.json")));
        var packages = file
            .RootElement.GetProperty("targets")
            .EnumerateObject()
            .SelectMany(target => target.Value.EnumerateObject())
            .Where(package =>
                package.Value.TryGetProperty("runtime", out var assemblies)
                && assemblies.EnumerateObject().Any(assembly => assembly.Name.EndsWith("/Google.Protobuf.dll", StringComparison.Ordinal))
            )
            .Select(package => package.Name.Split('/')[0]);
        Assert.Equal(["Pulumi.Protobuf"], packages);
    }

    private static void SkipUnlessOfficial() =>
        Assert.SkipWhen(BuildFacts.PulumiSdk != "official", "The official packages are not at hand: this build is the stand-in's");

    private static Trace TraceOf(Preview.Engine.RunResult run) => Trace.Of(run.ExitCode, run.Requests).WithoutSecrets();
}

/// <summary>The real program, built with the stand-in next to an official build of the tests, once for all tests of a class.</summary>
public sealed class StandInProgram
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    private readonly Lazy<Task<string>> assembly = new(BuildOnceAsync);

    /// <returns>The path of its assembly.</returns>
    public Task<string> BuildAsync() => assembly.Value;

    private static async Task<string> BuildOnceAsync()
    {
        var project = Path.Combine(RepositoryRoot.Folder, "infra", "infra.csproj");
        await DotnetAsync("build", project, "-nologo", "-v:quiet", "-nodeReuse:false");
        return await DotnetAsync("msbuild", project, "-nologo", "-getProperty:TargetPath");
    }

    private static async Task<string> DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { Environment = { ["PulumiSdk"] = "standin" } };
        using var limit = new CancellationTokenSource(Timeout);
        var result = await ChildProcess.RunAsync(start, line: null, limit.Token);
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        return result.Output.Trim();
    }
}
