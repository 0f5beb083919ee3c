using System.Text.Json;
using Google.Protobuf.Reflection;
using PmCrm.Compatibility.Tests.Recording;
using PmCrm.Preview.Engine;
using PmCrm.Preview.Plan;
using Pulumirpc;

namespace PmCrm.Compatibility.Tests;

/// <summary>Together, the sample programs use the whole protocol and every provider; otherwise equal traces would prove little.</summary>
public sealed class CoverageTests
{
    private static readonly string[] Texts = [.. RecordedTraces.OfSamples().SelectMany(trace => trace.Lines)];

    private static readonly Dictionary<string, MessageDescriptor> Requests = new()
    {
        ["RegisterResource"] = RegisterResourceRequest.Descriptor,
        ["RegisterResourceOutputs"] = RegisterResourceOutputsRequest.Descriptor,
        ["ReadResource"] = ReadResourceRequest.Descriptor,
        ["Invoke"] = ResourceInvokeRequest.Descriptor,
        ["Call"] = ResourceCallRequest.Descriptor,
        ["Log"] = LogRequest.Descriptor,
    };

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

    /// <summary>The excluded fields are never sent by the .NET SDK, or belong to features that our program does not use.</summary>
    [Theory]
    [InlineData("RegisterResource", "supportsPartialValues", "aliasSpecs", "envVarMappings")]
    [InlineData("RegisterResourceOutputs")]
    [InlineData("ReadResource", "additionalSecretOutputs", "pluginDownloadURL")]
    [InlineData("Invoke")]
    [InlineData("Call")]
    [InlineData("Log")]
    public void Every_field_of_a_request_is_set_by_a_sample(string method, params string[] unused)
    {
        string[] everywhere = ["sourcePosition", "stackTrace", "parentStackTraceHandle", "pluginChecksums", "packageRef"];
        var set = RecordedTraces
            .OfSamples()
            .SelectMany(trace => RecordedTraces.Requests(trace, method))
            .SelectMany(request => request.EnumerateObject())
            .Select(field => field.Name)
            .ToHashSet();

        var fields = Requests[method].Fields.InFieldNumberOrder().Select(field => field.JsonName);
        Assert.Empty(fields.Except(everywhere).Except(unused).Except(set));
    }

    [Fact]
    public void A_null_is_in_a_sample_in_a_list_in_a_document_and_as_a_secret()
    {
        Assert.Contains(Texts, line => line.Contains("\"items\":[\"a\",null,\"c\"]", StringComparison.Ordinal));
        Assert.Contains(Texts, line => line.Contains("\"document\":{\"a\":[1,2.5,null,", StringComparison.Ordinal));
        Assert.Contains(Texts, line => line.Contains($"\"{Wire.Signature}\":\"{Wire.Secret}\",\"value\":null", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Wire.Secret)]
    [InlineData(Wire.Asset)]
    [InlineData(Wire.Archive)]
    [InlineData(Wire.Reference)]
    public void Special_values_are_in_a_sample_nested_in_a_secret(string signature)
    {
        var secrets = RecordedTraces
            .OfSamples()
            .SelectMany(trace => RecordedTraces.Requests(trace, "RegisterResource"))
            .SelectMany(Values)
            .Where(value => SignatureOf(value) == Wire.Secret)
            .Select(secret => secret.GetProperty("value"));

        Assert.Contains(secrets.SelectMany(Values), value => SignatureOf(value) == signature);
    }

    [Fact]
    public void Every_resource_type_and_every_function_of_the_provider_packages_is_in_a_sample()
    {
        var inTraces = RecordedTraces
            .OfSamples()
            .SelectMany(RecordedTraces.ResourceTypes)
            .Concat(
                RecordedTraces
                    .OfSamples()
                    .SelectMany(trace => RecordedTraces.Requests(trace, "Invoke"))
                    .Select(request => request.GetProperty("tok").GetString()!)
            );

        var inPackages = Directory
            .EnumerateFiles(Path.Combine(RepositoryRoot.Folder, "offline", "sdk", "schemas"), "*.json")
            .Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)
            .SelectMany(slice => slice.GetProperty("resources").EnumerateObject().Concat(slice.GetProperty("functions").EnumerateObject()))
            .Select(named => named.Name);
        AssertRecorded(inPackages.Except(inTraces));
    }

    [Fact]
    public void Every_argument_of_every_resource_type_is_in_a_sample()
    {
        var sent = RecordedTraces
            .OfSamples()
            .SelectMany(trace => RecordedTraces.Requests(trace, "RegisterResource"))
            .Where(request => request.TryGetProperty("object", out _))
            .SelectMany(request =>
                request
                    .GetProperty("object")
                    .EnumerateObject()
                    .Select(property => $"{request.GetProperty("type").GetString()} {property.Name}")
            );

        var inPackages = Directory
            .EnumerateFiles(Path.Combine(RepositoryRoot.Folder, "offline", "sdk", "schemas"), "*.json")
            .SelectMany(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("resources").EnumerateObject())
            .SelectMany(resource =>
                resource.Value.GetProperty("inputs").EnumerateObject().Select(input => $"{resource.Name} {input.Name}")
            );
        AssertRecorded(inPackages.Except(sent));
    }

    /// <summary>Without the official packages, a type can be added but not recorded.</summary>
    private static void AssertRecorded(IEnumerable<string> unrecorded)
    {
        var names = unrecorded.ToArray();
        if (BuildFacts.PulumiSdk == "official")
            Assert.True(
                names.Length == 0,
                $"no trace has {string.Join(", ", names)}: run `make record-traces`, which needs a call in the sample `invokes` for a function"
            );
        else if (names.Length > 0)
            TestContext.Current.AddWarning($"not compared with the official SDK yet: {string.Join(", ", names)}");
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

        Assert.Equal(samples.Order(StringComparer.Ordinal), RecordedTraces.Names().Order(StringComparer.Ordinal));
    }

    private static string? SignatureOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(Wire.Signature, out var signature) ? signature.GetString() : null;

    /// <summary>A value and all values inside.</summary>
    private static IEnumerable<JsonElement> Values(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().SelectMany(field => Values(field.Value)).Prepend(value),
            JsonValueKind.Array => value.EnumerateArray().SelectMany(Values).Prepend(value),
            _ => [value],
        };
}
