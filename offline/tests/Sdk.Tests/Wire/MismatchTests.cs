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
            Answering("""{ "source": "no asset" }""")
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
        var (_, engine) = await ReadAsync(state);

        Assert.Equal(expected.Replace(" * ", " PmCrm.Sdk.Tests.Support.", StringComparison.Ordinal), Assert.Single(Warnings(engine)));
    }

    [Fact]
    public async Task An_asset_in_a_document_is_a_warning()
    {
        var (_, engine) = await ReadAsync($$"""{ "document": { "a": { "{{Signature}}": "{{Asset}}", "text": "t" } } }""");

        Assert.Equal(
            "Unexpected type Pulumi.StringAsset when converting PmCrm.Sdk.Tests.Support.Thing.document to JsonElement",
            Assert.Single(Warnings(engine))
        );
    }

    [Fact]
    public async Task An_output_in_a_document_is_its_value()
    {
        var (thing, engine) = await ReadAsync($$"""{ "document": { "a": { "{{Signature}}": "{{OutputValue}}", "value": "v" } } }""");

        Assert.Empty(Warnings(engine));
        Assert.Equal("""{"a":"v"}""", (await thing.Document.SeeAsync()).Value.GetRawText());
    }

    [Fact]
    public async Task A_secret_that_holds_an_output_leaves_the_mark_to_the_output()
    {
        var (thing, _) = await ReadAsync(
            $$"""
            {
              "anything": { "{{Signature}}": "{{Secret}}", "value": { "{{Signature}}": "{{OutputValue}}", "value": "v" } }
            }
            """
        );

        Assert.False((await thing.Anything.SeeAsync()).IsSecret);
    }

    private static async Task<(Thing Thing, RecordingEngine Engine)> ReadAsync(string state)
    {
        Thing? thing = null;
        var (exitCode, engine) = await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    thing = new Thing("it");
                }),
            Answering(state)
        );
        Assert.True(exitCode == 0, string.Join('\n', engine.LoggedErrors));
        return (thing!, engine);
    }

    private static IEnumerable<string> Warnings(RecordingEngine engine) =>
        engine.All<LogRequest>().Where(log => log.Severity == Pulumirpc.LogSeverity.Warning).Select(log => log.Message);

    private static RecordingEngine Answering(string state) =>
        new()
        {
            OnRegister = (request, response) =>
            {
                if (request.Name == "it")
                    response.Object = JsonParser.Default.Parse<Struct>(state);
                return response;
            },
        };
}
