using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumirpc;

namespace PmCrm.Sdk.Tests.Wire;

/// <summary>Values of the engine that do not fit the type of an output, or have an unusual form.</summary>
[Collection(ProcessEnvironment.Name)]
public class MismatchTests
{
    private const string Signature = "4dabf18193072939515e22adb298388d";
    private const string Secret = "1b47061264138c4ac30d75fd1eb44270";
    private const string OutputValue = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
    private const string Asset = "c44067f5952c0a294b673a41bacd8c17";

    [Fact]
    public async Task A_value_in_place_of_an_asset_cannot_be_sent_on()
    {
        var (exitCode, engine) = await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    var it = new Thing("it");
                    _ = new Thing("next", new ThingArgs { Source = it.Source.Apply(source => source!) });
                }),
            RecordingEngine.Answering("""{ "source": "no asset" }""")
        );

        Assert.Equal(32, exitCode);
        Assert.Contains("error serializing property \"source\"", Assert.Single(engine.LoggedErrors), StringComparison.Ordinal);
        Assert.DoesNotContain(engine.All<RegisterResourceRequest>(), request => request.Name == "next");
    }

    [Theory]
    [InlineData("""{ "size": true }""", "Expected System.String or System.Double but got System.Boolean deserializing * Thing.size")]
    [InlineData("""{ "size": 3 }""", "Expected target type * Size to have a constructor with a single System.Double parameter.")]
    public async Task An_enumeration_of_another_kind_is_a_warning_that_names_the_kinds(string state, string expected)
    {
        var (_, engine) = await EngineRun.ReadThingAsync(state);

        Assert.Equal(expected.Replace(" * ", " PmCrm.Sdk.Tests.Support.", StringComparison.Ordinal), Assert.Single(engine.LoggedWarnings));
    }

    [Fact]
    public async Task An_asset_in_a_document_is_a_warning()
    {
        var (_, engine) = await EngineRun.ReadThingAsync($$"""{ "document": { "a": { "{{Signature}}": "{{Asset}}", "text": "t" } } }""");

        Assert.Equal(
            "Unexpected type Pulumi.StringAsset when converting PmCrm.Sdk.Tests.Support.Thing.document to JsonElement",
            Assert.Single(engine.LoggedWarnings)
        );
    }

    [Fact]
    public async Task An_output_in_a_document_is_its_value()
    {
        var (thing, engine) = await EngineRun.ReadThingAsync(
            $$"""{ "document": { "a": { "{{Signature}}": "{{OutputValue}}", "value": "v" } } }"""
        );

        Assert.Empty(engine.LoggedWarnings);
        Assert.Equal("""{"a":"v"}""", (await thing.Document.SeeAsync()).Value.GetRawText());
    }

    [Fact]
    public async Task A_secret_that_holds_an_output_leaves_the_mark_to_the_output()
    {
        var (thing, _) = await EngineRun.ReadThingAsync(
            $$"""
            {
              "anything": { "{{Signature}}": "{{Secret}}", "value": { "{{Signature}}": "{{OutputValue}}", "value": "v" } }
            }
            """
        );

        Assert.False((await thing.Anything.SeeAsync()).IsSecret);
    }
}
