using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi;

/// <content>Hooks: functions of the program that the engine calls around its operations.</content>
public sealed partial class Deployment
{
    /// <summary>Registers the hook with the engine; the run waits for it.</summary>
    internal Task RegisterHookAsync(ResourceHook hook)
    {
        var registering = RegisterAsync();
        Runner.Watch(registering);
        return registering;

        async Task RegisterAsync()
        {
            var callback = await OfferHookAsync((message, cancelled) => CallAsync(hook, message, cancelled)).ConfigureAwait(false);
            await Monitor
                .RegisterHookAsync(
                    new Pulumirpc.RegisterResourceHookRequest
                    {
                        Name = hook.Name,
                        Callback = callback,
                        OnDryRun = hook.Options.OnDryRun ?? false,
                        IgnoreErrors = hook.Options.IgnoreErrors ?? false,
                    }
                )
                .ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="RegisterHookAsync(ResourceHook)"/>
    internal Task RegisterHookAsync(ErrorHook hook)
    {
        var registering = RegisterAsync();
        Runner.Watch(registering);
        return registering;

        async Task RegisterAsync()
        {
            var callback = await OfferHookAsync((message, cancelled) => CallAsync(hook, message, cancelled)).ConfigureAwait(false);
            await Monitor
                .RegisterHookAsync(new Pulumirpc.RegisterErrorHookRequest { Name = hook.Name, Callback = callback })
                .ConfigureAwait(false);
        }
    }

    private async Task<Pulumirpc.Callback> OfferHookAsync(Func<ByteString, CancellationToken, Task<IMessage>> callback)
    {
        if (!await SupportsAsync(Features.ResourceHooks).ConfigureAwait(false))
            throw new InvalidOperationException("The engine does not support resource hooks; a newer one does.");
        return await OfferAsync(callback).ConfigureAwait(false);
    }

    /// <summary>The names of the hooks, once the engine knows all of them.</summary>
    internal static async Task<Pulumirpc.RegisterResourceRequest.Types.ResourceHooksBinding> WriteHooksAsync(ResourceHookBinding hooks)
    {
        return new()
        {
            BeforeCreate = { await NamesAsync(hooks.BeforeCreate).ConfigureAwait(false) },
            AfterCreate = { await NamesAsync(hooks.AfterCreate).ConfigureAwait(false) },
            BeforeUpdate = { await NamesAsync(hooks.BeforeUpdate).ConfigureAwait(false) },
            AfterUpdate = { await NamesAsync(hooks.AfterUpdate).ConfigureAwait(false) },
            BeforeDelete = { await NamesAsync(hooks.BeforeDelete).ConfigureAwait(false) },
            AfterDelete = { await NamesAsync(hooks.AfterDelete).ConfigureAwait(false) },
            OnError = { await ErrorHookNamesAsync().ConfigureAwait(false) },
        };

        static async Task<IEnumerable<string>> NamesAsync(List<ResourceHook> ofStep)
        {
            await Task.WhenAll(ofStep.Select(hook => hook.Registered)).ConfigureAwait(false);
            return ofStep.Select(hook => hook.Name);
        }

        async Task<IEnumerable<string>> ErrorHookNamesAsync()
        {
            await Task.WhenAll(hooks.OnError.Select(hook => hook.Registered)).ConfigureAwait(false);
            return hooks.OnError.Select(hook => hook.Name);
        }
    }

    private async Task<IMessage> CallAsync(ResourceHook hook, ByteString message, CancellationToken cancelled)
    {
        Running.Value = new DeploymentInstance(this);
        var request = Pulumirpc.ProtocolMessage.Parse(Pulumirpc.ResourceHookRequest.Parser, message.ToByteArray());
        await hook.Callback(
                new ResourceHookArgs(
                    request.Urn,
                    request.Id,
                    request.Name,
                    request.Type,
                    ReadValues(request.NewInputs),
                    ReadValues(request.OldInputs),
                    ReadValues(request.NewOutputs),
                    ReadValues(request.OldOutputs)
                ),
                cancelled
            )
            .ConfigureAwait(false);
        return new Pulumirpc.ResourceHookResponse();
    }

    private async Task<IMessage> CallAsync(ErrorHook hook, ByteString message, CancellationToken cancelled)
    {
        Running.Value = new DeploymentInstance(this);
        var request = Pulumirpc.ProtocolMessage.Parse(Pulumirpc.ErrorHookRequest.Parser, message.ToByteArray());
        try
        {
            return new Pulumirpc.ErrorHookResponse
            {
                Retry = await hook.Callback(
                        new ErrorHookArgs(
                            request.Urn,
                            request.Id,
                            request.Name,
                            request.Type,
                            ReadValues(request.NewInputs),
                            ReadValues(request.OldInputs),
                            ReadValues(request.OldOutputs),
                            request.FailedOperation,
                            [.. request.Errors]
                        ),
                        cancelled
                    )
                    .ConfigureAwait(false),
            };
        }
        catch (Exception e)
        {
            // The engine reports it with the operation's own failure.
            return new Pulumirpc.ErrorHookResponse { Error = e.Message };
        }
    }

    private static ImmutableDictionary<string, object?>? ReadValues(Struct? values) =>
        values?.Fields.ToImmutableDictionary(
            field => field.Key,
            field =>
            {
                var data = ValueReader.Read(field.Value);
                return data.IsSecret ? Output.CreateSecret(data.Value) : data.Value;
            }
        );
}
