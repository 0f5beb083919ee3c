using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumi.Utilities;

namespace PmCrm.Sdk.Tests.Wire;

/// <summary>Where a null is sent, where it is left out, and where it fails the run.</summary>
[Collection(ProcessEnvironment.Name)]
public class NullTests
{
    [Fact]
    public async Task A_null_member_of_an_output_type_is_sent_as_null()
    {
        var (exitCode, engine) = await RunAsync(() =>
        {
            _ = new Thing("it", new ThingArgs { Anything = new Endpoint(null, 5432) });
        });

        Assert.Equal(0, exitCode);
        var sent = engine.Registered("it").Object.Fields["anything"].StructValue.Fields;
        Assert.Equal(Value.KindOneofCase.NullValue, sent["hostname"].KindCase);
        Assert.Equal(5432, sent["port"].NumberValue);
    }

    [Fact]
    public async Task A_null_input_in_a_list_fails_the_run_even_if_nobody_reads_the_list() =>
        await FailsAsync(
            () =>
            {
                _ = new InputList<string> { "a", (Input<string>)null! };
            },
            "Object reference not set"
        );

    [Fact]
    public async Task A_null_value_in_a_list_is_kept()
    {
        var (exitCode, engine) = await RunAsync(() =>
        {
            _ = new Thing("it", new ThingArgs { List = { "a", (string)null! } });
        });

        Assert.Equal(0, exitCode);
        Assert.Equal(
            [Value.KindOneofCase.StringValue, Value.KindOneofCase.NullValue],
            engine.Registered("it").Object.Fields["list"].ListValue.Values.Select(item => item.KindCase)
        );
    }

    [Fact]
    public async Task A_null_input_in_a_map_is_left_out()
    {
        var (exitCode, engine) = await RunAsync(() =>
        {
            _ = new Thing("it", new ThingArgs { Map = { { "a", "1" }, { "b", (Input<string>)null! } } });
        });

        Assert.Equal(0, exitCode);
        Assert.Equal(["a"], engine.Registered("it").Object.Fields["map"].StructValue.Fields.Keys);
    }

    [Fact]
    public async Task A_null_input_in_a_map_that_is_applied_is_the_default()
    {
        ImmutableDictionary<string, string>? seen = null;

        var (exitCode, _) = await RunAsync(() =>
        {
            var map = new InputMap<string> { { "a", "1" }, { "b", (Input<string>)null! } };
            map.Apply(values => seen = values);
        });

        Assert.Equal(0, exitCode);
        Assert.Null(seen!["b"]);
    }

    [Fact]
    public async Task A_key_that_a_map_gets_twice_fails_the_run_even_if_nobody_reads_the_map() =>
        await FailsAsync(
            () =>
            {
                _ = new InputMap<string> { { "a", "1" }, { "a", "2" } };
            },
            "Key 'a'"
        );

    [Fact]
    public async Task A_key_that_two_added_maps_share_fails_the_run_even_if_nobody_reads_the_map() =>
        await FailsAsync(
            () =>
            {
                var map = new InputMap<string> { { "a", "1" } };
                map.AddRange(new InputMap<string> { { "a", "2" } });
            },
            "a"
        );

    [Fact]
    public async Task Outputs_of_an_unknown_dictionary_fail_the_run() =>
        await FailsAsync(
            () => new Unsure("it").Register(OutputUtilities.CreateUnknown<IDictionary<string, object?>>(new Dictionary<string, object?>())),
            "Object reference not set"
        );

    [Fact]
    public async Task A_tuple_with_a_null_input_is_a_failed_output()
    {
        var called = false;

        await FailsAsync(
            () =>
            {
                Output.Tuple((Input<string>)"a", (Input<string>)null!);
                called = true;
            },
            "Object reference not set"
        );

        Assert.True(called);
    }

    [Fact]
    public async Task All_with_a_null_input_is_a_failed_output()
    {
        var called = false;

        await FailsAsync(
            () =>
            {
                Output.All((Input<string>)"a", (Input<string>)null!);
                called = true;
            },
            "Object reference not set"
        );

        Assert.True(called);
    }

    [Fact]
    public void A_null_output_is_refused_by_the_call()
    {
        Assert.Throws<ArgumentNullException>(() => Output.Tuple(Output.Create(1), (Output<int>)null!));
        Assert.Throws<ArgumentNullException>(() => Output.All(Output.Create(1), (Output<int>)null!));
    }

    private static async Task FailsAsync(Action program, string message)
    {
        var (exitCode, engine) = await RunAsync(program);
        Assert.Equal(32, exitCode);
        Assert.Contains(message, Assert.Single(engine.LoggedErrors), StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, RecordingEngine Engine)> RunAsync(Action program) =>
        EngineRun.RunAsync(() => Deployment.RunAsync(program));

    private sealed class Unsure(string name) : ComponentResource("test:index:Unsure", name)
    {
        public void Register(Output<IDictionary<string, object?>> outputs) => RegisterOutputs(outputs);
    }

    [OutputType]
    private sealed class Endpoint
    {
        public readonly string? Hostname;
        public readonly int Port;

        [OutputConstructor]
        public Endpoint(string? hostname, int port)
        {
            Hostname = hostname;
            Port = port;
        }
    }
}
