using Google.Protobuf;

namespace Pulumi;

/// <content>Functions of the program that the engine calls.</content>
public sealed partial class Deployment
{
    private readonly Lazy<Task<CallbackServer>> callbacks = new(CallbackServer.StartAsync);

    private async Task<IReadOnlyCollection<CallbackReference>> OfferTransformsAsync(ResourceOptions options)
    {
        if (options.ResourceTransforms.Count == 0)
            return [];
        await RequireAsync(isUsed: true, Features.Transforms, nameof(options.ResourceTransforms)).ConfigureAwait(false);
        var server = await callbacks.Value.ConfigureAwait(false);
        return options.ResourceTransforms.ConvertAll(transform => server.Offer(message => TransformAsync(transform, message)));
    }

    private async Task<IMessage> TransformAsync(ResourceTransform transform, ByteString message)
    {
        // The call comes from outside, but what it calls is part of the run.
        Running.Value = new DeploymentInstance(this);
        var args = TransformMessages.Read(Pulumirpc.TransformRequest.Parser.ParseFrom(message));
        return await TransformMessages.WriteAsync(await transform(args).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task StopCallbacksAsync()
    {
        if (callbacks.IsValueCreated)
            await (await callbacks.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }
}
