using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumirpc;

namespace PmCrm.Sdk.Tests.Wire;

/// <summary>Components that a plugin constructs.</summary>
[Collection(ProcessEnvironment.Name)]
public class RemoteComponentTests
{
    [Fact]
    public async Task Two_providers_of_one_package_fail_the_run()
    {
        var (exitCode, engine) = await EngineRun.RunAsync(() =>
            Deployment.RunAsync(() =>
            {
                var options = new ComponentResourceOptions { Providers = { new TestProvider("one"), new TestProvider("two") } };
                _ = new RemoteGroup("it", new ThingArgs(), options);
            })
        );

        Assert.Equal(32, exitCode);
        Assert.Contains("Key: test", Assert.Single(engine.LoggedErrors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_property_named_id_is_never_set()
    {
        WithId? it = null;
        await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    it = new WithId("it");
                }),
            new RecordingEngine
            {
                OnRegister = (_, response) =>
                {
                    response.Object = JsonParser.Default.Parse<Struct>("""{ "id": "x" }""");
                    return response;
                },
            },
            isPreview: false
        );

        Assert.Null((await it!.TheId.SeeAsync()).Value);
    }

    [Fact]
    public async Task A_resource_in_a_providers_output_is_a_dependency_and_in_an_array_is_not()
    {
        var (_, engine) = await EngineRun.RunAsync(() =>
            Deployment.RunAsync(() =>
            {
                var thing = new Thing("thing");
                _ = new RemoteGroup("holder", new ThingArgs { Anything = Output.Create<object>(new Holder(thing)) });
                _ = new RemoteGroup("array", new ThingArgs { Anything = Output.Create<object>(new object[] { thing }) });
            })
        );

        const string urn = "urn:pulumi:dev::proj::test:index:Thing::thing";
        Assert.Equal([urn], engine.Registered("holder").PropertyDependencies["anything"].Urns);
        Assert.Empty(engine.Registered("array").PropertyDependencies["anything"].Urns);
    }

    private sealed class WithId(string name) : ComponentResource("test:index:RemoteGroup", name, new ThingArgs(), null, remote: true)
    {
        [Output("id")]
        public Output<string> TheId { get; private set; } = null!;
    }

    [OutputType]
    private sealed class Holder
    {
        public readonly Thing Thing;

        [OutputConstructor]
        public Holder(Thing thing) => Thing = thing;
    }
}
