using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumi.Utilities;
using Pulumirpc;

namespace PmCrm.Sdk.Tests.Wire;

/// <summary>How the state that the engine answers with is read into outputs.</summary>
[Collection(ProcessEnvironment.Name)]
public class StateTests
{
    [Fact]
    public async Task Nested_types_arrays_maps_enumerations_and_unions_are_read()
    {
        var thing = await ReadAsync("""
            {
              "text": "a", "number": 3, "ratio": 1.5, "flag": true, "size": "large", "either": 7,
              "tags": { "k": "v", "__internal": "x" },
              "parts": [{ "name": "p", "partCount": 2, "labels": ["l"] }, { "name": "q" }]
            }
            """);

        Assert.Equal("a", (await thing.Text.SeeAsync()).Value);
        Assert.Equal(3, (await thing.Number.SeeAsync()).Value);
        Assert.Equal(1.5, (await thing.Ratio.SeeAsync()).Value);
        Assert.True((await thing.Flag.SeeAsync()).Value);
        Assert.Equal(Size.Large, (await thing.Size.SeeAsync()).Value);
        Assert.Equal(7, (await thing.Either.SeeAsync()).Value.AsT1);
        Assert.Equal("v", Assert.Single((await thing.Tags.SeeAsync()).Value!).Value);
        var parts = (await thing.Parts.SeeAsync()).Value;
        Assert.Equal(["p", "q"], parts.Select(part => part.Name));
        Assert.Equal([2, null], parts.Select(part => part.Count));
        Assert.Equal(["l"], parts[0].Labels);
        Assert.True(parts[1].Labels.IsDefault);
    }

    [Fact]
    public async Task A_secret_or_an_unknown_anywhere_inside_marks_the_whole_output()
    {
        var thing = await ReadAsync("""
            {
              "parts": [{ "name": { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "p" } }],
              "tags": { "k": "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }
            }
            """);

        var parts = await thing.Parts.SeeAsync();
        Assert.True(parts.IsSecret);
        Assert.Equal("p", parts.Value[0].Name);
        Assert.False((await thing.Tags.SeeAsync()).IsKnown);
    }

    [Fact]
    public async Task A_null_is_the_default()
    {
        var thing = await ReadAsync("""{ "text": null, "number": null, "parts": null }""");

        Assert.Null((await thing.Text.SeeAsync()).Value);
        Assert.Equal(0, (await thing.Number.SeeAsync()).Value);
        Assert.True((await thing.Parts.SeeAsync()).Value.IsDefault);
    }

    [Fact]
    public async Task A_value_of_another_type_is_the_default_and_a_warning()
    {
        Thing? thing = null;
        var (exitCode, engine) = await EngineRun.RunAsync(() => Deployment.RunAsync(() => { thing = new Thing("it"); }), Answering("""{ "text": 5 }"""));

        Assert.Equal(0, exitCode);
        Assert.Null((await thing!.Text.SeeAsync()).Value);
        var warning = engine.All<LogRequest>().Single(log => log.Severity == Pulumirpc.LogSeverity.Warning).Message;
        Assert.Contains("Expected System.String but got System.Double deserializing", warning, StringComparison.Ordinal);
        Assert.Contains("Thing.text", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_becomes_an_instance_of_its_class()
    {
        var thing = await ReadAsync("""
            {
              "other": {
                "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e",
                "urn": "urn:pulumi:dev::proj::test:index:Thing::far", "id": "far-id"
              }
            }
            """);

        var other = (await thing.Other.SeeAsync()).Value!;
        Assert.Equal("far", other.GetResourceName());
        Assert.Equal("found", (await other.Id.SeeAsync()).Value);
    }

    private static async Task<Thing> ReadAsync(string state)
    {
        Thing? thing = null;
        var (exitCode, engine) = await EngineRun.RunAsync(() => Deployment.RunAsync(() => { thing = new Thing("it"); }), Answering(state));
        Assert.True(exitCode == 0, string.Join('\n', engine.LoggedErrors));
        return thing!;
    }

    private static RecordingEngine Answering(string state) => new()
    {
        OnRegister = (request, response) =>
        {
            if (request.Name == "it")
                response.Object = JsonParser.Default.Parse<Struct>(state);
            return response;
        },
    };
}
