using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi;

/// <content>Registers resources and their outputs.</content>
public sealed partial class Deployment
{
    private readonly Lock registering = new();
    private Task lastStarted = Task.CompletedTask;

    /// <summary>
    /// Starts the registration of a resource that is under construction, or reading it if it exists already. Its arguments are read before
    /// this returns, and so are the children of components that it depends on.
    /// </summary>
    internal void Register(Resource resource, ResourceArgs arguments, ResourceOptions options)
    {
        var args = new CapturedArgs(arguments);
        options.DependsOn = ResourceGraph.Capture(options.DependsOn);
        if (!Monitor.IsRemote)
        {
            Runner.Watch(CompleteAsync(resource, args, options));
            return;
        }

        // In parallel to the program, which continues with its next resource: making a request takes as long as making a resource. Requests
        // are started one after the other, so that the engine gets them in the program's order, unless they wait for each other.
        lock (registering)
        {
            var started = lastStarted.ContinueWith(
                _ => CompleteAsync(resource, args, options),
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default
            );
            lastStarted = started;
            Runner.Watch(started.Unwrap());
        }
    }

    internal void RegisterOutputs(Resource resource, Output<IDictionary<string, object?>> outputs)
    {
        Runner.Watch(RegisterAsync());

        async Task RegisterAsync()
        {
            var urn = await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
            var values = await outputs.GetValueAsync(whenUnknown: null!).ConfigureAwait(false);
            var properties = new List<Argument>();
            // An unknown dictionary fails here, as it does in the official SDK.
            foreach (var (name, value) in values)
                properties.Add(new Argument(name, value));
            var written = await WritePropertiesAsync("outputs", properties, await ModeAsync().ConfigureAwait(false)).ConfigureAwait(false);
            await Monitor.RegisterOutputsAsync(urn, written.Fields).ConfigureAwait(false);
        }
    }

    private async Task CompleteAsync(Resource resource, CapturedArgs args, ResourceOptions options)
    {
        try
        {
            var response = await ReadOrRegisterAsync(resource, args, options).ConfigureAwait(false);
            resource.Slots.Complete(slot => Resolve(resource, slot, response));
        }
        catch (Exception e)
        {
            resource.Slots.Fail(e);
            throw;
        }
    }

    private void Resolve(Resource resource, OutputSlot slot, RegisterResponse response)
    {
        if (slot.WireName == Wire.Urn)
        {
            slot.Resolve(OutputData.Plain(response.Urn));
        }
        else if (slot.WireName == Wire.Id && resource is CustomResource)
        {
            slot.Resolve(OutputData.Plain(response.Id) with { IsKnown = response.Id != "" });
        }
        // A component has no id, even if its state has a property of that name (Deployment_ReadOrRegisterResource.cs).
        else if (slot.WireName != Wire.Id && response.State.Fields.TryGetValue(slot.WireName, out var value))
        {
            var context = $"{resource.GetType().FullName}.{slot.WireName}";
            var data = ValueReader.Read(value);
            var converted = ValueTypes.For(context, slot.ValueType).Convert(context, data.Value, problem => Log.Warn(problem, resource));
            var dependencies = response.PropertyDependencies.GetValueOrDefault(slot.WireName) ?? [];
            slot.Resolve(data with { Value = converted, Resources = [.. dependencies.Select(urn => new DependencyResource(urn))] });
        }
        else
        {
            // A preview cannot know what a provider will fill in. After an update, a missing property is empty.
            slot.ResolveMissing(isKnown: !Settings.IsDryRun && response.Succeeded);
        }
    }

    private async Task<RegisterResponse> ReadOrRegisterAsync(Resource resource, CapturedArgs args, ResourceOptions options)
    {
        if (options.Urn != null)
            return await FindAsync(options.Urn).ConfigureAwait(false);

        var id = options.Id == null ? "" : await options.Id.ToOutput().GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        if (!string.IsNullOrEmpty(id))
        {
            if (resource is not CustomResource)
                throw new ArgumentException("The option 'Id' is for custom resources: a component has no id to be read by.");
            var reading = await PrepareReadAsync(resource, id, args, options).ConfigureAwait(false);
            var read = await Monitor.ReadAsync(resource, reading).ConfigureAwait(false);
            return new RegisterResponse
            {
                Urn = read.Urn,
                Id = id,
                State = read.State,
            };
        }

        var request = await PrepareRegisterAsync(resource, args, options).ConfigureAwait(false);
        return await Monitor.RegisterAsync(resource, request).ConfigureAwait(false);
    }

    private async Task<RegisterResponse> FindAsync(string urn)
    {
        var args = new Struct { Fields = { [Wire.Urn] = Value.ForString(urn) } };
        var found = (await InvokeRawAsync(Wire.GetResourceToken, args, null).ConfigureAwait(false)).Fields;
        return new RegisterResponse
        {
            Urn = found["urn"].StringValue,
            Id = found["id"].StringValue,
            State = found["state"].StructValue,
        };
    }
}
