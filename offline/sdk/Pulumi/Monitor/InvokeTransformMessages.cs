using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi;

/// <summary>
/// The messages of an <see cref="InvokeTransform"/>: the engine's request and the program's response. As in the official SDK
/// (Deployment_Prepare.cs, AllocateInvokeTransform), options that are not set are empty, and a null version is refused.
/// </summary>
internal static class InvokeTransformMessages
{
    public static InvokeTransformArgs Read(Pulumirpc.TransformInvokeRequest request)
    {
        var args = (request.Args ?? new Struct()).Fields.ToImmutableDictionary(
            field => field.Key,
            field => ValueReader.Read(field.Value).Value
        );
        var sent = request.Options ?? new Pulumirpc.TransformInvokeOptions();
        return new InvokeTransformArgs(
            request.Token,
            args,
            new InvokeOptions
            {
                Provider = sent.Provider == "" ? null : new DependencyProviderResource(sent.Provider),
                Version = sent.Version,
                PluginDownloadURL = sent.PluginDownloadUrl,
            }
        );
    }

    public static async Task<Pulumirpc.TransformInvokeResponse> WriteAsync(InvokeTransformResult? result)
    {
        if (result is not { } changed)
            return new Pulumirpc.TransformInvokeResponse();

        var args = await new ValueWriter(new WriteMode(KeepResources: true, KeepOutputs: true))
            .WriteAsync("Args", changed.Args)
            .ConfigureAwait(false);
        return new Pulumirpc.TransformInvokeResponse
        {
            Args = args?.StructValue ?? new Struct(),
            Options = new Pulumirpc.TransformInvokeOptions
            {
                Provider = changed.Options.Provider == null ? "" : await changed.Options.Provider.GetReferenceAsync().ConfigureAwait(false),
                Version = changed.Options.Version,
                PluginDownloadUrl = changed.Options.PluginDownloadURL ?? "",
            },
        };
    }
}
