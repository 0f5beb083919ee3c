using System.Collections.Immutable;
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
    private const string Signature = "4dabf18193072939515e22adb298388d";

    [Fact]
    public async Task Nested_types_arrays_maps_enumerations_and_unions_are_read()
    {
        var thing = await ReadAsync(
            """
            {
              "text": "a", "number": 3, "ratio": 1.5, "flag": true, "size": "large", "either": 7,
              "tags": { "k": "v", "__internal": "x" },
              "parts": [{ "name": "p", "partCount": 2, "labels": ["l"] }, { "name": "q" }]
            }
            """
        );

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
        var thing = await ReadAsync(
            """
            {
              "parts": [{ "name": { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "p" } }],
              "tags": { "k": "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }
            }
            """
        );

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
        var (exitCode, engine) = await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    thing = new Thing("it");
                }),
            RecordingEngine.Answering("""{ "text": 5 }""")
        );

        Assert.Equal(0, exitCode);
        Assert.Null((await thing!.Text.SeeAsync()).Value);
        var warning = engine.All<LogRequest>().Single(log => log.Severity == Pulumirpc.LogSeverity.Warning).Message;
        Assert.Contains("Expected System.String but got System.Double deserializing", warning, StringComparison.Ordinal);
        Assert.Contains("Thing.text", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_becomes_an_instance_of_its_class()
    {
        var thing = await ReadAsync(
            """
            {
              "other": {
                "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e",
                "urn": "urn:pulumi:dev::proj::test:index:Thing::far", "id": "far-id"
              }
            }
            """
        );

        var other = (await thing.Other.SeeAsync()).Value!;
        Assert.Equal("far", other.GetResourceName());
        Assert.Equal("found", (await other.Id.SeeAsync()).Value);
    }

    [Theory]
    [InlineData("test:index:Group")]
    [InlineData("test:index:OfNoPackage")]
    public async Task A_reference_to_a_resource_of_another_class_fails_the_run(string type)
    {
        Thing? thing = null;
        var (exitCode, engine) = await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    thing = new Thing("it");
                }),
            RecordingEngine.Answering($$"""{ "other": {{Reference(type)}} }""")
        );

        Assert.Equal(32, exitCode);
        Assert.Contains("InvalidCastException", Assert.Single(engine.LoggedErrors), StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidCastException>(() => thing!.Other.SeeAsync());
    }

    [Fact]
    public async Task A_value_in_place_of_a_reference_is_null_and_a_warning()
    {
        Thing? thing = null;
        var (exitCode, engine) = await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    thing = new Thing("it");
                }),
            RecordingEngine.Answering("""{ "other": "far" }""")
        );

        Assert.Equal(0, exitCode);
        Assert.Null((await thing!.Other.SeeAsync()).Value);
        Assert.Contains("Expected Pulumi.Resource but got System.String", Assert.Single(engine.LoggedWarnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_optional_boolean_or_double_of_another_type_is_false_or_zero_and_an_int_or_enumeration_null()
    {
        Thing? thing = null;
        var (_, engine) = await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    thing = new Thing("it");
                }),
            RecordingEngine.Answering("""{ "flag": "x", "ratio": "x", "size": 5, "parts": [{ "name": "p", "partCount": "x" }] }""")
        );

        Assert.False((await thing!.Flag.SeeAsync()).Value);
        Assert.Equal(0, (await thing.Ratio.SeeAsync()).Value);
        Assert.Null((await thing.Size.SeeAsync()).Value);
        Assert.Null((await thing.Parts.SeeAsync()).Value[0].Count);
        Assert.Equal(4, engine.LoggedWarnings.Count());
    }

    [Fact]
    public async Task Assets_and_archives_are_read_and_anything_else_there_is_an_empty_one_of_its_kind()
    {
        var asset = await ReadAsync($$"""{ "source": { "{{Signature}}": "c44067f5952c0a294b673a41bacd8c17", "text": "t" } }""");
        var archive = await ReadAsync(
            $$"""
            {
              "source": {
                "{{Signature}}": "0def7320c3a5731c473e5ecbe6d01bc7",
                "assets": { "a": { "{{Signature}}": "c44067f5952c0a294b673a41bacd8c17", "path": "/p" } }
              }
            }
            """
        );
        var remote = await ReadAsync(
            $$"""{ "source": { "{{Signature}}": "0def7320c3a5731c473e5ecbe6d01bc7", "uri": "https://example.test/a" } }"""
        );
        var text = await ReadAsync("""{ "source": "null" }""");

        Assert.IsType<StringAsset>((await asset.Source.SeeAsync()).Value);
        Assert.IsType<AssetArchive>((await archive.Source.SeeAsync()).Value);
        Assert.IsType<RemoteArchive>((await remote.Source.SeeAsync()).Value);
        Assert.IsAssignableFrom<Asset>((await text.Source.SeeAsync()).Value);
    }

    [Fact]
    public async Task Anything_is_read_as_plain_values_and_a_document_as_JSON()
    {
        var thing = await ReadAsync("""{ "anything": { "a": [1, null, { "b": false }] }, "document": { "a": [1, null, "x"] } }""");

        var map = Assert.IsType<ImmutableDictionary<string, object?>>((await thing.Anything.SeeAsync()).Value);
        var list = Assert.IsType<ImmutableArray<object?>>(map["a"]);
        Assert.Equal(1.0, list[0]);
        Assert.Null(list[1]);
        Assert.Equal(false, Assert.IsType<ImmutableDictionary<string, object?>>(list[2])["b"]);
        Assert.Equal("""{"a":[1,null,"x"]}""", (await thing.Document.SeeAsync()).Value.GetRawText());
    }

    private static async Task<Thing> ReadAsync(string state) => (await EngineRun.ReadThingAsync(state)).Thing;

    private static string Reference(string type) =>
        $$"""{ "{{Signature}}": "5cf8f73096256a8f31e491e813e4eb8e", "urn": "urn:pulumi:dev::proj::{{type}}::far" }""";
}
