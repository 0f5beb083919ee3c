using PmCrm.Compatibility.Tests.Recording;

namespace PmCrm.Compatibility.Tests;

/// <summary>The stand-in sends exactly what the official SDK sends: each sample's requests are equal to the recorded ones.</summary>
public sealed class SampleTraceTests
{
    public static TheoryData<string, string> Runs { get; } = new(SampleRun.All());

    [Theory]
    [Trait("Traces", "recorded")]
    [MemberData(nameof(Runs))]
    public async Task A_sample_sends_what_was_recorded_under_the_official_SDK(string sample, string mode)
    {
        var (trace, tooEarly) = await SampleRun.RunAsync(sample, dryRun: mode == "preview");

        Assert.Empty(tooEarly);
        TraceFile.Check($"samples/{sample}.{mode}", trace);
    }
}
