using System.Diagnostics;
using PmCrm.Preview.Tests.Harness;

[assembly: AssemblyFixture(typeof(NativePreview))]

namespace PmCrm.Preview.Tests.Harness;

/// <summary>The native program that `make` runs if it can be built. It is built when the first test asks for it.</summary>
public sealed class NativePreview
{
    private readonly Lazy<Task<string>> program = new(BuildAsync);

    /// <summary>Its path. Skips the test if this machine cannot build it.</summary>
    public async Task<string> PathAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "eng/build-preview is a shell script");
        var path = await program.Value;
        Assert.SkipWhen(
            path.EndsWith(".dll", StringComparison.Ordinal),
            "No linker or no compiler for native code here (see eng/build-preview)"
        );
        return path;
    }

    private static async Task<string> BuildAsync()
    {
        var start = new ProcessStartInfo(Path.Combine(Built.Repository, "eng", "build-preview"))
        {
            Environment = { ["PulumiSdk"] = Built.PulumiSdk, ["MSBUILDDISABLENODEREUSE"] = "1" },
        };
        var build = await ChildProcess.RunAsync(start, line: null, TestContext.Current.CancellationToken);
        Assert.True(build.ExitCode == 0, $"{start.FileName} ended with {build.ExitCode}:\n{build.Errors}");
        return build.Output.Trim();
    }
}
