using Google.Protobuf;
using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumi.Utilities;
using Pulumirpc;

namespace PmCrm.Sdk.Tests.Wire;

[Collection(ProcessEnvironment.Name)]
public class RegisterTests
{
    private const string StackUrn = "urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev";

    [Fact]
    public async Task A_run_registers_the_stack_then_its_resources_and_ends_with_the_signal()
    {
        var (exitCode, engine) = await RunAsync(() =>
        {
            _ = new Thing("it", new ThingArgs { Text = "a" });
        });

        Assert.Equal(0, exitCode);
        Assert.True(engine.WasSignalled);
        Expect(
            engine,
            "proj-dev",
            """
            {
              "type": "pulumi:pulumi:Stack", "name": "proj-dev", "object": {},
              "acceptSecrets": true, "acceptResources": true, "supportsResultReporting": true, "hooks": {}
            }
            """
        );
        Expect(
            engine,
            "it",
            $$"""
            {
              "type": "test:index:Thing", "name": "it", "custom": true, "parent": "{{StackUrn}}",
              "object": { "text": "a", "list": [], "map": {}, "secrets": {} },
              "propertyDependencies": { "text": {}, "list": {}, "map": {}, "secrets": {} },
              "acceptSecrets": true, "acceptResources": true, "supportsResultReporting": true, "hooks": {}
            }
            """
        );
        Assert.Equal(StackUrn, Assert.Single(engine.All<RegisterResourceOutputsRequest>()).Urn);
    }

    [Fact]
    public async Task All_options_of_a_custom_resource_have_their_fields()
    {
        var (_, engine) = await RunAsync(() =>
        {
            var provider = new TestProvider("provider");
            var other = new Thing("other");
            _ = new Thing(
                "it",
                null,
                new CustomResourceOptions
                {
                    Protect = true,
                    IgnoreChanges = { "text" },
                    ReplaceOnChanges = { "number" },
                    AdditionalSecretOutputs = { "flag" },
                    Version = "1.2.3",
                    PluginDownloadURL = "https://plugins.example.test",
                    Provider = provider,
                    DependsOn = { other },
                    DeletedWith = other,
                    RetainOnDelete = true,
                    DeleteBeforeReplace = false,
                    ImportId = "imported",
                    CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMinutes(5), Delete = TimeSpan.FromSeconds(1.5) },
                    ReplaceWith = { other },
                    HideDiffs = { "tags" },
                    ReplacementTrigger = "trigger",
                    Aliases =
                    {
                        new Pulumi.Alias { Name = "former" },
                        new Pulumi.Alias { Urn = "urn:pulumi:dev::proj::a:b:C::x" },
                        new Pulumi.Alias { NoParent = true },
                    },
                }
            );
        });

        Expect(
            engine,
            "it",
            $$"""
            {
              "type": "test:index:Thing", "name": "it", "custom": true, "parent": "{{StackUrn}}",
              "object": { "list": [], "map": {}, "secrets": {} },
              "propertyDependencies": { "list": {}, "map": {}, "secrets": {} },
              "protect": true, "retainOnDelete": true,
              "ignoreChanges": ["text"], "replaceOnChanges": ["number"], "additionalSecretOutputs": ["flag"], "hideDiffs": ["tags"],
              "version": "1.2.3", "pluginDownloadURL": "https://plugins.example.test",
              "provider": "urn:pulumi:dev::proj::pulumi:providers:test::provider::provider-id",
              "dependencies": ["urn:pulumi:dev::proj::test:index:Thing::other"],
              "deletedWith": "urn:pulumi:dev::proj::test:index:Thing::other",
              "replaceWith": ["urn:pulumi:dev::proj::test:index:Thing::other"],
              "replacementTrigger": "trigger",
              "deleteBeforeReplaceDefined": true, "importId": "imported",
              "customTimeouts": { "create": "300000000000ns", "delete": "1500000000ns" },
              "aliases": [
                { "spec": { "name": "former", "noParent": false } },
                { "urn": "urn:pulumi:dev::proj::a:b:C::x" },
                { "spec": { "noParent": true } }
              ],
              "acceptSecrets": true, "acceptResources": true, "supportsResultReporting": true, "hooks": {}
            }
            """
        );
    }

    [Fact]
    public async Task Secrets_unknowns_assets_references_and_unions_have_their_encodings()
    {
        var (_, engine) = await RunAsync(() =>
        {
            var other = new Thing("other");
            _ = new Thing(
                "it",
                new ThingArgs
                {
                    Text = Output.CreateSecret("planted-value-4"),
                    Number = OutputUtilities.CreateUnknown(1),
                    List = { "a", Output.CreateSecret("b"), OutputUtilities.CreateUnknown("c"), (string)null! },
                    Map = { ["k"] = other.Text, ["n"] = (string)null! },
                    Part = new PartArgs { Name = "n", Count = 2 },
                    Either = 5,
                    Size = Size.Large,
                    Source = new AssetArchive(
                        new Dictionary<string, AssetOrArchive>
                        {
                            ["f"] = new FileAsset("/f"),
                            ["s"] = new StringAsset("text"),
                            ["r"] = new RemoteArchive("https://example.test/a.zip"),
                        }
                    ),
                    Other = other,
                    Document = new InputMap<object> { ["b"] = new[] { 1, 2 }, ["a"] = Output.Create<object>("x") },
                    Anything = new Dictionary<string, object?> { ["gone"] = null, ["list"] = new object?[] { null, true } },
                    Free = """{"kept":null,"n":1.5}""",
                }
            );
        });

        var other = "urn:pulumi:dev::proj::test:index:Thing::other";
        Assert.Equal(
            JsonParser.Default.Parse<Google.Protobuf.WellKnownTypes.Struct>(
                $$"""
                {
                  "text": { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "planted-value-4" },
                  "number": "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
                  "list": [
                    "a",
                    { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "b" },
                    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
                    null
                  ],
                  "map": { "k": "04da6b54-80e4-46f7-96ec-b56ff0331ba9" },
                  "secrets": {},
                  "part": { "name": "n", "count": 2 },
                  "either": 5,
                  "size": "large",
                  "source": {
                    "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7",
                    "assets": {
                      "f": { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", "path": "/f" },
                      "s": { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", "text": "text" },
                      "r": { "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7", "uri": "https://example.test/a.zip" }
                    }
                  },
                  "other": { "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e", "urn": "{{other}}", "id": "other-id" },
                  "document": "{ \"a\": \"x\", \"b\": [ 1, 2 ] }",
                  "anything": { "list": [null, true] },
                  "free": { "kept": null, "n": 1.5 }
                }
                """
            ),
            engine.Registered("it").Object
        );
        Assert.Equal([other], engine.Registered("it").Dependencies);
        Assert.Equal([other], engine.Registered("it").PropertyDependencies["map"].Urns);
        Assert.Equal([other], engine.Registered("it").PropertyDependencies["other"].Urns);
    }

    [Fact]
    public async Task A_component_is_registered_with_its_children_below_it_and_its_outputs()
    {
        var (_, engine) = await RunAsync(() =>
        {
            var group = new Group("group", new ComponentResourceOptions { Protect = true });
            var child = new Thing("it", new ThingArgs { Text = "a" }, new CustomResourceOptions { Parent = group });
            group.Register(
                new Dictionary<string, object?>
                {
                    ["text"] = child.Text,
                    ["child"] = child,
                    ["none"] = null,
                }
            );
        });

        const string groupUrn = "urn:pulumi:dev::proj::test:index:Group::group";
        Assert.Equal(groupUrn, engine.Registered("it").Parent);
        Assert.True(engine.Registered("it").Protect);
        Assert.False(engine.Registered("group").Custom);
        Assert.Equal(
            JsonParser.Default.Parse<RegisterResourceOutputsRequest>(
                $$"""
                {
                  "urn": "{{groupUrn}}",
                  "outputs": {
                    "text": "a",
                    "child": {
                      "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e",
                      "urn": "urn:pulumi:dev::proj::test:index:Group$test:index:Thing::it",
                      "id": "it-id"
                    }
                  }
                }
                """
            ),
            engine.All<RegisterResourceOutputsRequest>().Single(request => request.Urn == groupUrn)
        );
    }

    [Fact]
    public async Task A_remote_component_gets_its_providers_and_outputs_with_their_marks()
    {
        var (_, engine) = await RunAsync(() =>
        {
            var other = new Thing("other", new ThingArgs { Text = "a" });
            _ = new RemoteGroup(
                "remote",
                new ThingArgs
                {
                    Text = other.Text,
                    Number = Output.CreateSecret(3),
                    Flag = true,
                    Other = other,
                },
                new ComponentResourceOptions { Providers = { new TestProvider("provider") } }
            );
        });

        var request = engine.Registered("remote");
        Assert.True(request.Remote);
        Assert.False(request.Custom);
        Assert.Equal("urn:pulumi:dev::proj::pulumi:providers:test::provider::provider-id", Assert.Single(request.Providers).Value);
        const string other = "urn:pulumi:dev::proj::test:index:Thing::other";
        Assert.Equal(
            JsonParser.Default.Parse<Google.Protobuf.WellKnownTypes.Struct>(
                $$"""
                {
                  "text": { "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4", "value": "a", "dependencies": ["{{other}}"] },
                  "number": { "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4", "value": 3, "secret": true },
                  "flag": true,
                  "other": { "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e", "urn": "{{other}}", "id": "other-id" },
                  "list": [], "map": {}, "secrets": {}
                }
                """
            ),
            request.Object
        );
        Assert.Equal([other], request.Dependencies);
    }

    private static async Task<(int ExitCode, RecordingEngine Engine)> RunAsync(Action program)
    {
        var run = await EngineRun.RunAsync(() => Deployment.RunAsync(program));
        Assert.True(run.ExitCode == 0, string.Join('\n', run.Engine.LoggedErrors));
        return run;
    }

    /// <summary>The whole request, in the protocol's JSON; absent fields have their default.</summary>
    private static void Expect(RecordingEngine engine, string name, string json) =>
        Assert.Equal(JsonParser.Default.Parse<RegisterResourceRequest>(json), engine.Registered(name));
}
