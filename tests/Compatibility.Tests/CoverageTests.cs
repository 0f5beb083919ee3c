using System.Text.Json;
using PmCrm.Compatibility.Tests.Recording;
using PmCrm.Preview.Engine;
using Pulumirpc;

namespace PmCrm.Compatibility.Tests;

/// <summary>The sample programs between them use all of the protocol and every provider, so that equal traces mean something.</summary>
public sealed class CoverageTests
{
    private static readonly string[] Texts = [.. RecordedTraces.OfSamples().SelectMany(trace => trace.Lines)];

    [Theory]
    [InlineData(Wire.Secret)]
    [InlineData(Wire.Asset)]
    [InlineData(Wire.Archive)]
    [InlineData(Wire.Reference)]
    [InlineData(Wire.OutputValue)]
    public void Every_special_value_is_in_a_sample(string signature) =>
        Assert.Contains(Texts, line => line.Contains($"\"{Wire.Signature}\":\"{signature}\"", StringComparison.Ordinal));

    [Fact]
    public void An_unknown_is_in_a_sample_alone_nested_and_inside_JSON_text()
    {
        Assert.Contains(Texts, line => line.Contains($"\"text\":\"{Wire.Unknown}\"", StringComparison.Ordinal));
        Assert.Contains(Texts, line => line.Contains($",\"{Wire.Unknown}\"]", StringComparison.Ordinal));
        Assert.Contains(Texts, line => line.Contains($": \\\"{Wire.Unknown}\\\" }}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gcp:")]
    [InlineData("kubernetes:")]
    [InlineData("random:")]
    [InlineData("cloudflare:")]
    [InlineData("vercel:")]
    [InlineData("kubernetes:helm.sh/v3:Release")]
    [InlineData("kubernetes:cert-manager.io/v1:ClusterIssuer")]
    [InlineData("pulumi:pulumi:StackReference")]
    public void Every_provider_is_in_a_sample(string type) =>
        Assert.Contains(Texts, line => line.Contains($"\"type\":\"{type}", StringComparison.Ordinal));

    [Theory]
    [InlineData("RegisterResource")]
    [InlineData("RegisterResourceOutputs")]
    [InlineData("ReadResource")]
    [InlineData("Invoke")]
    [InlineData("Call")]
    [InlineData("Log")]
    [InlineData("SignalAndWaitForShutdown")]
    [InlineData("SupportsFeature")]
    public void Every_method_is_called_by_a_sample(string method) =>
        Assert.Contains(Texts, line => line.StartsWith($"{{\"call\":\"{method}\"", StringComparison.Ordinal));

    [Fact]
    public void Every_field_of_a_registration_is_set_by_a_sample()
    {
        // What the .NET SDK never sends, or what belongs to features that our program does not use.
        string[] unused =
        [
            "aliasURNs", "supportsPartialValues", "aliasSpecs", "sourcePosition", "pluginChecksums", "packageRef", "stackTrace",
            "parentStackTraceHandle", "envVarMappings",
        ];
        var set = RecordedTraces.OfSamples().SelectMany(trace => RecordedTraces.Requests(trace, "RegisterResource"))
            .SelectMany(request => request.EnumerateObject()).Select(field => field.Name).ToHashSet();

        Assert.Empty(RegisterResourceRequest.Descriptor.Fields.InFieldNumberOrder().Select(field => field.JsonName).Except(unused).Except(set));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(32)]
    public void Every_exit_code_ends_a_sample(int exitCode) =>
        Assert.Contains(RecordedTraces.OfSamples(), trace => trace.ExitCode == exitCode);

    [Fact]
    public void Every_trace_belongs_to_a_program()
    {
        var samples = SampleRun.All().Select(run => $"samples/{run.Sample}.{run.Mode}");
        var plans = PlanRun.All.Select(run => $"plans/{run.Data.Item1}.{run.Data.Item2}");

        Assert.Equal(samples.Concat(plans).Order(StringComparer.Ordinal), RecordedTraces.Names().Order(StringComparer.Ordinal));
    }
}
