using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace PmCrm.Preview.Engine;

/// <summary>
/// Calls the program back to let its transforms change what it registers: first a resource's own, then those of its
/// ancestors, then the stack's. The rules are the engine's (pulumi/pulumi, pkg/resource/deploy/source_eval.go, RegisterResource): the
/// returned options replace all options, and only a resource with a transform of its own has dependencies in its values, and takes them
/// from the result.
/// </summary>
internal sealed class Transforms : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<Callback> forStack = [];
    private readonly List<Callback> forInvokes = [];
    private readonly Dictionary<string, (string Parent, IReadOnlyList<Callback> Callbacks)> byResource = [];
    private readonly Lazy<HttpClient> client = new(() => new HttpClient());

    public void AddForStack(Callback callback)
    {
        lock (gate)
            forStack.Add(callback);
    }

    public void AddForInvokes(Callback callback)
    {
        lock (gate)
            forInvokes.Add(callback);
    }

    /// <summary>Remembers the transforms of a registered resource, which also apply to its descendants.</summary>
    public void Remember(string urn, RegisterResourceRequest request)
    {
        lock (gate)
            byResource[urn] = (request.Parent, request.Transforms);
    }

    public async Task<RegisterResourceRequest> ApplyAsync(RegisterResourceRequest request, CancellationToken cancellationToken)
    {
        var callbacks = CallbacksFor(request);
        if (callbacks.Count == 0)
            return request;
        var hasOwn = request.Transforms.Count > 0;
        var properties = OutputValues.From(request.Object ?? new Struct());
        if (hasOwn)
            properties = OutputValues.WithDependencies(properties, key => DependenciesOf(request, key));
        var options = ToOptions(request);
        foreach (var callback in callbacks)
        {
            var answer = await CallAsync(callback, ToTransform(request, properties, options), cancellationToken);
            var response = ProtocolMessage.Parse(TransformResponse.Parser, answer.ToByteArray());
            properties = response.Properties ?? properties;
            options = response.Options ?? options;
        }
        request.Object = OutputValues.ToPlain(properties);
        TakeOptions(request, options);
        if (hasOwn)
            TakeDependencies(request, properties, options);
        return request;
    }

    public async Task<Struct> ApplyAsync(ResourceInvokeRequest request, CancellationToken cancellationToken)
    {
        List<Callback> callbacks;
        lock (gate)
            callbacks = [.. forInvokes];
        var arguments = request.Args ?? new Struct();
        var options = new TransformInvokeOptions
        {
            Provider = request.Provider,
            Version = request.Version,
            PluginDownloadUrl = request.PluginDownloadURL,
        };
        foreach (var callback in callbacks)
        {
            var call = new TransformInvokeRequest
            {
                Token = request.Tok,
                Args = arguments,
                Options = options,
            };
            var answer = await CallAsync(callback, call, cancellationToken);
            var response = ProtocolMessage.Parse(TransformInvokeResponse.Parser, answer.ToByteArray());
            arguments = response.Args ?? arguments;
            options = response.Options ?? options;
        }
        return arguments;
    }

    public void Dispose()
    {
        if (client.IsValueCreated)
            client.Value.Dispose();
    }

    private List<Callback> CallbacksFor(RegisterResourceRequest request)
    {
        lock (gate)
        {
            var callbacks = new List<Callback>(request.Transforms);
            for (var parent = request.Parent; byResource.TryGetValue(parent, out var ancestor); parent = ancestor.Parent)
                callbacks.AddRange(ancestor.Callbacks);
            callbacks.AddRange(forStack);
            return callbacks;
        }
    }

    private async Task<ByteString> CallAsync(Callback callback, IMessage request, CancellationToken cancellationToken)
    {
        var frame = GrpcFrame.Of(new CallbackInvokeRequest { Token = callback.Token, Request = request.ToByteString() });
        using var call = new HttpRequestMessage(HttpMethod.Post, $"http://{callback.Target}/pulumirpc.Callbacks/Invoke")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        call.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using var response = await client.Value.SendAsync(call, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var answer = GrpcFrame.Read(body, CallbackInvokeResponse.Parser)
            ?? throw new GrpcFailure(GrpcFailure.InvalidArgument, $"a transform failed: {Status(response)}");
        return answer.Response;
    }

    private static string Status(HttpResponseMessage response)
    {
        foreach (var headers in new HttpHeaders[] { response.TrailingHeaders, response.Headers })
            if (headers.TryGetValues("grpc-message", out var messages))
                return Uri.UnescapeDataString(string.Join("", messages));
        return $"the program answered {(int)response.StatusCode} without a message";
    }

    private static TransformRequest ToTransform(RegisterResourceRequest request, Struct properties, TransformResourceOptions options) =>
        new()
        {
            Type = request.Type,
            Name = request.Name,
            Custom = request.Custom,
            Parent = request.Parent,
            Properties = properties,
            Options = options,
        };

    private static TransformResourceOptions ToOptions(RegisterResourceRequest request)
    {
        var options = new TransformResourceOptions
        {
            Version = request.Version,
            Provider = request.Provider,
            CustomTimeouts = request.CustomTimeouts,
            PluginDownloadUrl = request.PluginDownloadURL,
            DeletedWith = request.DeletedWith,
            Hooks = request.Hooks,
            Import = request.ImportId,
            ReplacementTrigger = request.ReplacementTrigger,
        };
        options.DependsOn.AddRange(request.Dependencies);
        options.IgnoreChanges.AddRange(request.IgnoreChanges);
        options.ReplaceOnChanges.AddRange(request.ReplaceOnChanges);
        options.Aliases.AddRange(request.Aliases);
        options.AdditionalSecretOutputs.AddRange(request.AdditionalSecretOutputs);
        options.Providers.Add(request.Providers);
        options.HideDiff.AddRange(request.HideDiffs);
        options.ReplaceWith.AddRange(request.ReplaceWith);
        if (request.HasProtect)
            options.Protect = request.Protect;
        if (request.HasRetainOnDelete)
            options.RetainOnDelete = request.RetainOnDelete;
        if (request.DeleteBeforeReplaceDefined)
            options.DeleteBeforeReplace = request.DeleteBeforeReplace;
        return options;
    }

    private static void TakeOptions(RegisterResourceRequest request, TransformResourceOptions options)
    {
        request.Version = options.Version;
        request.Provider = options.Provider;
        request.CustomTimeouts = options.CustomTimeouts;
        request.PluginDownloadURL = options.PluginDownloadUrl;
        request.DeletedWith = options.DeletedWith;
        request.ImportId = options.Import;
        request.ReplacementTrigger = options.ReplacementTrigger;
        Replace(request.IgnoreChanges, options.IgnoreChanges);
        Replace(request.ReplaceOnChanges, options.ReplaceOnChanges);
        Replace(request.Aliases, options.Aliases);
        Replace(request.AdditionalSecretOutputs, options.AdditionalSecretOutputs);
        Replace(request.HideDiffs, options.HideDiff);
        Replace(request.ReplaceWith, options.ReplaceWith);
        request.Providers.Clear();
        request.Providers.Add(options.Providers);
        request.ClearProtect();
        if (options.HasProtect)
            request.Protect = options.Protect;
        request.ClearRetainOnDelete();
        if (options.HasRetainOnDelete)
            request.RetainOnDelete = options.RetainOnDelete;
        request.DeleteBeforeReplaceDefined = options.HasDeleteBeforeReplace;
        request.DeleteBeforeReplace = options.DeleteBeforeReplace;
    }

    // Without dependencies by property, every property depends on every dependency.
    private static RepeatedField<string> DependenciesOf(RegisterResourceRequest request, string property) =>
        request.PropertyDependencies.Count == 0 && !request.Remote ? request.Dependencies
        : request.PropertyDependencies.TryGetValue(property, out var dependencies) ? dependencies.Urns
        : [];

    private static void TakeDependencies(RegisterResourceRequest request, Struct properties, TransformResourceOptions options)
    {
        request.PropertyDependencies.Clear();
        foreach (var (key, value) in properties.Fields)
            request.PropertyDependencies[key] = new() { Urns = { OutputValues.DependenciesOf(value) } };
        Replace(
            request.Dependencies,
            [.. options.DependsOn.Concat(request.PropertyDependencies.Values.SelectMany(property => property.Urns)).Distinct()]
        );
    }

    private static void Replace<T>(ICollection<T> target, IReadOnlyCollection<T> source)
    {
        target.Clear();
        foreach (var item in source)
            target.Add(item);
    }
}
