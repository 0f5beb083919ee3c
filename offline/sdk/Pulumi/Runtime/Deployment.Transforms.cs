using Google.Protobuf;

namespace Pulumi;

/// <content>Functions of the program that the engine calls.</content>
public sealed partial class Deployment
{
    private readonly Lazy<Task<CallbackServer>> callbacks = new(CallbackServer.StartAsync);

    /// <summary>No provider function is called until the engine knows all of them.</summary>
    private Task invokeTransforms = Task.CompletedTask;

    private async Task<IReadOnlyCollection<Pulumirpc.Callback>> OfferTransformsAsync(ResourceOptions options)
    {
        if (options.ResourceTransforms.Count == 0)
            return [];
        await RequireAsync(isUsed: true, Features.Transforms, nameof(options.ResourceTransforms)).ConfigureAwait(false);
        var server = await callbacks.Value.ConfigureAwait(false);
        return options.ResourceTransforms.ConvertAll(transform =>
            server.Offer((message, cancelled) => TransformAsync(transform, message, cancelled))
        );
    }

    private async Task<IMessage> TransformAsync(ResourceTransform transform, ByteString message, CancellationToken cancelled)
    {
        // The call comes from the engine, but the called function is part of the run.
        Running.Value = new DeploymentInstance(this);
        var args = TransformMessages.Read(Pulumirpc.ProtocolMessage.Parse(Pulumirpc.TransformRequest.Parser, message.ToByteArray()));
        return await TransformMessages.WriteAsync(await transform(args, cancelled).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task<Pulumirpc.Callback> OfferAsync(Func<ByteString, CancellationToken, Task<IMessage>> callback) =>
        (await callbacks.Value.ConfigureAwait(false)).Offer(callback);

    /// <summary>Registers a function that the engine calls before each provider function, from the next call on.</summary>
    internal void RegisterInvokeTransform(InvokeTransform transform)
    {
        lock (registering)
        {
            invokeTransforms = Task.WhenAll(invokeTransforms, RegisterAsync());
        }

        Runner.Watch(invokeTransforms);

        async Task RegisterAsync()
        {
            if (!await SupportsAsync(Features.InvokeTransforms).ConfigureAwait(false))
                throw new InvalidOperationException("The engine does not support invoke transforms; a newer one does.");
            var callback = await OfferAsync((message, cancelled) => TransformAsync(transform, message, cancelled)).ConfigureAwait(false);
            await Monitor.RegisterInvokeTransformAsync(callback).ConfigureAwait(false);
        }
    }

    private async Task<IMessage> TransformAsync(InvokeTransform transform, ByteString message, CancellationToken cancelled)
    {
        Running.Value = new DeploymentInstance(this);
        var args = InvokeTransformMessages.Read(
            Pulumirpc.ProtocolMessage.Parse(Pulumirpc.TransformInvokeRequest.Parser, message.ToByteArray())
        );
        return await InvokeTransformMessages.WriteAsync(await transform(args, cancelled).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task StopCallbacksAsync()
    {
        if (callbacks.IsValueCreated)
            await (await callbacks.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }
}
