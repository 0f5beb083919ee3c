using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PmCrm.Preview.Engine;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;
using PmCrm.Preview.Simulation;
using Pulumirpc;

namespace PmCrm.Preview.Tests.Engine;

/// <summary>
/// What a program's transforms get and change, as in pulumi/pulumi, pkg/resource/deploy/source_eval.go (RegisterResource,
/// wrapTransformCallback, inheritFromParent).
/// </summary>
public sealed class TransformTests
{
    private const string Stack = Recorders.Stack;
    private const string Network = "urn:pulumi:staging::shop::gcp:compute/network:Network::network";
    private const string Other = "urn:pulumi:staging::shop::gcp:compute/network:Network::other";
    private const string Google = "urn:pulumi:staging::shop::pulumi:providers:gcp::google::id";

    [Fact]
    public async Task Returned_options_replace_all_options()
    {
        var request = Bucket();
        (request.Protect, request.RetainOnDelete) = (true, true);

        await ApplyAsync(request, _ => new TransformResponse { Options = new TransformResourceOptions { Version = "1.0.0" } });

        Assert.False(request.HasProtect);
        Assert.False(request.HasRetainOnDelete);
        Assert.Equal("1.0.0", request.Version);
    }

    [Fact]
    public async Task A_transform_sees_what_is_inherited_and_its_answer_is_final()
    {
        var recorder = Recorders.New();
        var parent = Bucket("parent");
        parent.Protect = true;
        var request = Bucket("child");
        request.Parent = recorder.Register(parent).Urn;
        TransformRequest? seen = null;

        recorder.InheritFromParent(request);
        await ApplyAsync(request, sent =>
        {
            seen = sent;
            return new TransformResponse { Options = new TransformResourceOptions() };
        });
        var urn = recorder.Register(request).Urn;

        Assert.True(seen!.Options.Protect);
        Assert.False(recorder.Resources[urn].Request.Protect);
    }

    [Fact]
    public void A_provider_is_inherited_from_a_parent_of_the_same_package()
    {
        var recorder = Recorders.New();
        recorder.Register(
            new RegisterResourceRequest
            {
                Type = "pulumi:providers:gcp",
                Name = "google",
                Custom = true,
                Parent = Stack,
            }
        );
        var parent = Bucket("parent");
        parent.Provider = Google;
        var same = Bucket("same");
        var other = Bucket("other");
        other.Type = "random:index/randomPet:RandomPet";
        same.Parent = other.Parent = recorder.Register(parent).Urn;

        recorder.InheritFromParent(same);
        recorder.InheritFromParent(other);

        Assert.Equal(Google, same.Provider);
        Assert.Equal("", other.Provider);
    }

    [Fact]
    public async Task A_transform_of_its_own_gets_the_dependencies_of_each_value_in_the_value()
    {
        var request = Depending();
        TransformRequest? seen = null;

        await ApplyAsync(request, sent =>
        {
            seen = sent;
            return new TransformResponse();
        });

        var network = seen!.Properties.Fields["network"];
        Assert.Equal(Wire.OutputValue, Wire.SignatureOf(network));
        Assert.Equal("n", network.StructValue.Fields["value"].StringValue);
        Assert.Equal(Network, Assert.Single(network.StructValue.Fields["dependencies"].ListValue.Values).StringValue);
        Assert.Equal("EU", seen.Properties.Fields["location"].StringValue);
        Assert.Equal(Depending().Object, request.Object);
        Assert.Equal([Network], request.Dependencies);
        Assert.Equal([Network], request.PropertyDependencies["network"].Urns);
    }

    [Fact]
    public async Task After_a_transform_of_its_own_the_values_say_what_a_resource_depends_on()
    {
        var request = Depending();

        await ApplyAsync(request, sent =>
        {
            sent.Properties.Fields["network"] = Value.ForString("fixed");
            sent.Options.DependsOn.Clear();
            sent.Options.DependsOn.Add(Other);
            return new TransformResponse { Properties = sent.Properties, Options = sent.Options };
        });

        Assert.Equal("fixed", request.Object.Fields["network"].StringValue);
        Assert.Equal([Other], request.Dependencies);
        Assert.Empty(request.PropertyDependencies["network"].Urns);
    }

    [Fact]
    public async Task A_transform_of_an_ancestor_gets_plain_values_and_cannot_change_dependencies()
    {
        var request = Depending();
        TransformRequest? seen = null;

        await ApplyAsync(
            request,
            sent =>
            {
                seen = sent.Clone();
                sent.Options.DependsOn.Add(Other);
                return new TransformResponse { Options = sent.Options };
            },
            isOwn: false
        );

        Assert.Equal("n", seen!.Properties.Fields["network"].StringValue);
        Assert.Equal([Network], request.Dependencies);
    }

    private static async Task ApplyAsync(
        RegisterResourceRequest request,
        Func<TransformRequest, TransformResponse> transform,
        bool isOwn = true
    )
    {
        using var socket = GrpcServer.Listen();
        var callback = new Callback { Target = socket.LocalEndPoint!.ToString(), Token = "it" };
        await using var program = new GrpcServer(
            socket,
            new Dictionary<string, GrpcMethod>
            {
                ["/pulumirpc.Callbacks/Invoke"] = (bytes, _) =>
                {
                    var sent = TransformRequest.Parser.ParseFrom(CallbackInvokeRequest.Parser.ParseFrom(bytes).Request);
                    var response = new CallbackInvokeResponse { Response = transform(sent).ToByteString() };
                    return Task.FromResult<IMessage>(response);
                },
            }
        );
        await program.StartAsync();
        using var transforms = new Transforms();
        if (isOwn)
            request.Transforms.Add(callback);
        else
            transforms.AddForStack(callback);
        await transforms.ApplyAsync(request, TestContext.Current.CancellationToken);
    }

    private static RegisterResourceRequest Depending()
    {
        var request = Bucket();
        request.Object = new Struct { Fields = { ["location"] = Value.ForString("EU"), ["network"] = Value.ForString("n") } };
        request.Dependencies.Add(Network);
        request.PropertyDependencies["location"] = new();
        request.PropertyDependencies["network"] = new() { Urns = { Network } };
        return request;
    }

    private static RegisterResourceRequest Bucket(string name = "it") =>
        new()
        {
            Type = "gcp:storage/bucket:Bucket",
            Name = name,
            Custom = true,
            Parent = Stack,
        };
}
