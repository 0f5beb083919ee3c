using PmCrm.Compatibility.Tests.Recording;
using Pulumirpc;

namespace PmCrm.Compatibility.Tests;

/// <summary>The whole of staging and production: the same plan in both SDK modes, and no resource type that no trace knows.</summary>
public sealed class PlanTraceTests
{
    [Theory]
    [Trait("Traces", "recorded")]
    [MemberData(nameof(PlanRun.All), MemberType = typeof(PlanRun))]
    public async Task A_stack_sends_what_was_recorded_under_the_official_SDK(string stack, string values)
    {
        var result = await PlanRun.RunAsync(stack, values);

        TraceFile.Check($"plans/{stack}.{values}", Trace.Of(result.ExitCode, result.Requests).WithoutSecrets());
    }

    [Theory]
    [InlineData("staging")]
    [InlineData("production")]
    public async Task Every_resource_type_in_use_is_in_a_trace(string stack)
    {
        var result = await PlanRun.RunAsync(stack, PlanRun.Simulated);
        var inUse = result.Requests.Select(request => request.Message).OfType<RegisterResourceRequest>()
            .Where(request => request.Custom).Select(request => request.Type).Distinct();

        var untraced = inUse.Except(RecordedTraces.All().SelectMany(RecordedTraces.ResourceTypes));

        Assert.True(!untraced.Any(), $"in use and in no trace, run `make record-traces` with the official SDK: {string.Join(", ", untraced)}");
    }
}
