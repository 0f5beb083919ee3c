using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PmCrm.Preview.Engine;
using PmCrm.Preview.Plan;
using Pulumirpc;

namespace PmCrm.Compatibility.Tests.Recording;

/// <summary>
/// The engine for the sample programs: it records requests, and gives fixed answers that make every path of the SDK run. In an update an
/// id is the name with <c>-id</c>, and a resource has computed outputs. In a preview neither is known.
/// </summary>
/// <param name="dryRun">Whether this is a preview.</param>
/// <param name="lacks">Features of the protocol that the engine reports as unsupported.</param>
internal sealed class SampleMonitor(bool dryRun, IReadOnlyCollection<string> lacks) : IDisposable
{
    private static readonly Empty Done = new();

    private readonly Lock gate = new();
    private readonly List<RecordedRequest> requests = [];
    private readonly Dictionary<string, (string Id, Struct State)> resources = [];
    private readonly List<string> tooEarly = [];
    private readonly Transforms transforms = new();

    public IReadOnlyList<RecordedRequest> Requests => requests;

    /// <summary>Requests that name a resource before the engine had answered for it.</summary>
    public IReadOnlyList<string> TooEarly => tooEarly;

    public IReadOnlyDictionary<string, GrpcMethod> Methods() =>
        new Dictionary<string, GrpcMethod>
        {
            ["/pulumirpc.ResourceMonitor/SupportsFeature"] = Handle(
                "SupportsFeature",
                SupportsFeatureRequest.Parser,
                request => new SupportsFeatureResponse { HasSupport = !lacks.Contains(request.Id) }
            ),
            ["/pulumirpc.ResourceMonitor/RegisterResource"] = Handle("RegisterResource", RegisterResourceRequest.Parser, RegisterAsync),
            ["/pulumirpc.ResourceMonitor/RegisterResourceOutputs"] = Handle(
                "RegisterResourceOutputs",
                RegisterResourceOutputsRequest.Parser,
                _ => Done
            ),
            ["/pulumirpc.ResourceMonitor/ReadResource"] = Handle("ReadResource", ReadResourceRequest.Parser, Read),
            ["/pulumirpc.ResourceMonitor/Invoke"] = Handle("Invoke", ResourceInvokeRequest.Parser, Invoke),
            ["/pulumirpc.ResourceMonitor/Call"] = Handle("Call", ResourceCallRequest.Parser, Call),
            ["/pulumirpc.ResourceMonitor/SignalAndWaitForShutdown"] = Handle("SignalAndWaitForShutdown", Empty.Parser, _ => Done),
            ["/pulumirpc.Engine/Log"] = Handle("Log", LogRequest.Parser, _ => Done),
        };

    public void Dispose() => transforms.Dispose();

    private async Task<IMessage> RegisterAsync(RegisterResourceRequest sent, CancellationToken cancellationToken)
    {
        Expect(sent.Name, [sent.Parent, sent.DeletedWith, .. sent.Dependencies]);
        if (sent.Type == "sample:index:Refused")
            throw new GrpcFailure(GrpcFailure.InvalidArgument, "sample: refused by the engine");
        var before = sent.Clone();
        var request = await transforms.ApplyAsync(sent, cancellationToken);
        if (!request.Equals(before))
            Record("(transformed)", request.Clone());
        var urn = UrnOf(request.Type, request.Name, request.Parent);
        var id =
            !request.Custom || dryRun ? ""
            : request.ImportId.Length > 0 ? request.ImportId
            : request.Name + "-id";
        var state = SampleAnswers.State(request.Type, request.Name, request.Object, dryRun, request.AdditionalSecretOutputs);
        transforms.Remember(urn, request);
        Answer(urn, id, state);
        var response = new RegisterResourceResponse
        {
            Urn = urn,
            Id = id,
            Object = state,
        };
        if (request.Remote)
            response.PropertyDependencies["endpoint"] = new() { Urns = { request.Dependencies } };
        return response;
    }

    private ReadResourceResponse Read(ReadResourceRequest request)
    {
        Expect(request.Name, [request.Parent, .. request.Dependencies]);
        var urn = UrnOf(request.Type, request.Name, request.Parent);
        // An existing resource is known, also in a preview.
        var state = SampleAnswers.State(request.Type, request.Name, request.Properties, dryRun: false, request.AdditionalSecretOutputs);
        Answer(urn, request.Id, state);
        return new ReadResourceResponse { Urn = urn, Properties = state };
    }

    private ResourceInvokeResponse Invoke(ResourceInvokeRequest request)
    {
        if (request.Tok == "pulumi:pulumi:getResource")
            lock (gate)
                return new ResourceInvokeResponse { Return = SampleAnswers.Resource(request.Args.Fields["urn"].StringValue, resources) };
        var response = new ResourceInvokeResponse();
        if (request.Tok == "sample:index:refuse")
            response.Failures.Add(new CheckFailure { Property = "text", Reason = "sample: refused" });
        else
            response.Return = SampleAnswers.Invoke(request.Tok, request.Args);
        return response;
    }

    private static CallResponse Call(ResourceCallRequest request)
    {
        var response = new CallResponse { Return = new Struct { Fields = { ["text"] = Value.ForString("described") } } };
        response.ReturnDependencies["text"] = new() { Urns = { request.ArgDependencies.Values.SelectMany(argument => argument.Urns) } };
        return response;
    }

    private static string UrnOf(string type, string name, string parent) =>
        Urn.For(SampleRun.Stack, SampleRun.Project, parent.Length == 0 ? null : parent, type, name);

    private void Expect(string name, IEnumerable<string> urns)
    {
        lock (gate)
            tooEarly.AddRange(urns.Where(urn => urn.Length > 0 && !resources.ContainsKey(urn)).Select(urn => $"{name} names {urn}"));
    }

    private void Answer(string urn, string id, Struct state)
    {
        lock (gate)
            resources[urn] = (id, state);
    }

    private void Record(string method, IMessage message)
    {
        lock (gate)
            requests.Add(new RecordedRequest(method, message));
    }

    private GrpcMethod Handle<T>(string name, MessageParser<T> parser, Func<T, IMessage> answer)
        where T : IMessage<T> => Handle(name, parser, (request, _) => Task.FromResult(answer(request)));

    private GrpcMethod Handle<T>(string name, MessageParser<T> parser, Func<T, CancellationToken, Task<IMessage>> answer)
        where T : IMessage<T> =>
        (bytes, cancellationToken) =>
        {
            var request = ProtocolMessage.Parse(parser, bytes);
            Record(name, request.Clone());
            return answer(request, cancellationToken);
        };
}
