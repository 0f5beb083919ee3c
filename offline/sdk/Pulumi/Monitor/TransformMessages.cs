using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi;

/// <summary>
/// The messages of a <see cref="ResourceTransform"/>: the engine's request and the program's response. As in the official SDK
/// (Deployment_Prepare.cs, AllocateTransform), two options treat "not set" as "false", a version that is not set is empty, a null version
/// is refused, and hidden differences are not sent back.
/// </summary>
internal static class TransformMessages
{
    public static ResourceTransformArgs Read(Pulumirpc.TransformRequest request)
    {
        var args = request.Properties.Fields.ToImmutableDictionary(field => field.Key, field => ValueReader.Read(field.Value).Value);
        return new ResourceTransformArgs(request.Name, request.Type, request.Custom, args, ReadOptions(request));
    }

    public static async Task<Pulumirpc.TransformResponse> WriteAsync(ResourceTransformResult? result)
    {
        if (result is not { } changed)
            return new Pulumirpc.TransformResponse();

        var args = await new ValueWriter(new WriteMode(KeepResources: true, KeepOutputs: true))
            .WriteAsync("Args", changed.Args)
            .ConfigureAwait(false);
        return new Pulumirpc.TransformResponse
        {
            Properties = args?.StructValue ?? new Struct(),
            Options = await WriteOptionsAsync(changed.Options).ConfigureAwait(false),
        };
    }

    private static ResourceOptions ReadOptions(Pulumirpc.TransformRequest request)
    {
        var sent = request.Options;
        ResourceOptions options = request.Custom
            ? new CustomResourceOptions
            {
                DeleteBeforeReplace = sent.DeleteBeforeReplace,
                AdditionalSecretOutputs = [.. sent.AdditionalSecretOutputs],
            }
            : new ComponentResourceOptions
            {
                Providers = [.. sent.Providers.Values.Select(reference => new DependencyProviderResource(reference))],
            };
        options.Parent = ReadResource(request.Parent);
        options.DependsOn = sent.DependsOn.Select(Resource (urn) => new DependencyResource(urn)).ToList();
        options.Protect = sent.HasProtect ? sent.Protect : null;
        options.IgnoreChanges = [.. sent.IgnoreChanges];
        options.ReplaceOnChanges = [.. sent.ReplaceOnChanges];
        options.HideDiffs = [.. sent.HideDiff];
        options.Version = sent.Version;
        options.PluginDownloadURL = NullIfEmpty(sent.PluginDownloadUrl);
        options.Provider = sent.Provider == "" ? null : new DependencyProviderResource(sent.Provider);
        options.Aliases = [.. sent.Aliases.Select(alias => (Input<Alias>)ReadAlias(alias))];
        options.CustomTimeouts = Durations.Read(sent.CustomTimeouts);
        options.RetainOnDelete = sent.RetainOnDelete ? true : null;
        options.DeletedWith = ReadResource(sent.DeletedWith);
        options.ReplaceWith = sent.ReplaceWith.Select(Resource (urn) => new DependencyResource(urn)).ToList();
        options.Hooks = ReadHooks(sent.Hooks);
        if (sent.ReplacementTrigger != null && ValueReader.Read(sent.ReplacementTrigger).Value is { } trigger)
            options.ReplacementTrigger = Output.Create(trigger);
        return options;
    }

    private static async Task<Pulumirpc.TransformResourceOptions> WriteOptionsAsync(ResourceOptions options)
    {
        var aliases = await AliasWriter.WriteAsync(options.Aliases).ConfigureAwait(false);
        var message = new Pulumirpc.TransformResourceOptions
        {
            IgnoreChanges = { options.IgnoreChanges },
            ReplaceOnChanges = { options.ReplaceOnChanges },
            Version = options.Version,
            PluginDownloadUrl = options.PluginDownloadURL ?? "",
            Provider = options.Provider == null ? "" : await options.Provider.GetReferenceAsync().ConfigureAwait(false),
            CustomTimeouts = ProtocolRequests.From(options.CustomTimeouts),
            DeletedWith = await UrnOfAsync(options.DeletedWith).ConfigureAwait(false),
            Aliases = { aliases.Select(ProtocolRequests.From) },
        };
        await AddUrnsAsync(message.DependsOn, options.DependsOn).ConfigureAwait(false);
        await AddUrnsAsync(message.ReplaceWith, options.ReplaceWith).ConfigureAwait(false);
        if (options.Protect is { } protect)
            message.Protect = protect;
        if (options.RetainOnDelete is { } retainOnDelete)
            message.RetainOnDelete = retainOnDelete;
        if (options.ReplacementTrigger != null)
        {
            var writer = new ValueWriter(new WriteMode(KeepResources: true, KeepOutputs: true));
            message.ReplacementTrigger = await writer.WriteAsync("ReplacementTrigger", options.ReplacementTrigger).ConfigureAwait(false);
        }

        if (!options.Hooks.IsEmpty)
            message.Hooks = await Deployment.WriteHooksAsync(options.Hooks).ConfigureAwait(false);

        if (options is CustomResourceOptions custom)
        {
            message.AdditionalSecretOutputs.AddRange(custom.AdditionalSecretOutputs);
            if (custom.DeleteBeforeReplace is { } deleteBeforeReplace)
                message.DeleteBeforeReplace = deleteBeforeReplace;
        }

        foreach (var provider in (options as ComponentResourceOptions)?.Providers ?? [])
            message.Providers.Add(provider.Package, await provider.GetReferenceAsync().ConfigureAwait(false));
        return message;
    }

    private static async Task AddUrnsAsync(RepeatedField<string> urns, InputList<Resource> resources)
    {
        foreach (var resource in await resources.ToOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false))
        {
            if (resource is not null)
                urns.Add(await UrnOfAsync(resource).ConfigureAwait(false));
        }
    }

    private static async Task<string> UrnOfAsync(Resource? resource) =>
        resource == null ? "" : await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);

    private static Alias ReadAlias(Pulumirpc.Alias alias)
    {
        if (alias.AliasCase == Pulumirpc.Alias.AliasOneofCase.Urn)
            return new Alias { Urn = alias.Urn };
        var spec = alias.Spec;
        return new Alias
        {
            Name = ReadPart(spec.Name),
            Type = ReadPart(spec.Type),
            Stack = ReadPart(spec.Stack),
            Project = ReadPart(spec.Project),
            Parent = ReadResource(spec.ParentUrn),
            ParentUrn = ReadPart(spec.ParentUrn),
            NoParent = spec.NoParent,
        };
    }

    /// <summary>Hooks that the engine already knows, so their functions are not called through this object.</summary>
    private static ResourceHookBinding ReadHooks(Pulumirpc.RegisterResourceRequest.Types.ResourceHooksBinding? names) =>
        names == null
            ? new ResourceHookBinding()
            : new ResourceHookBinding
            {
                BeforeCreate = [.. names.BeforeCreate.Select(name => new KnownHook(name))],
                AfterCreate = [.. names.AfterCreate.Select(name => new KnownHook(name))],
                BeforeUpdate = [.. names.BeforeUpdate.Select(name => new KnownHook(name))],
                AfterUpdate = [.. names.AfterUpdate.Select(name => new KnownHook(name))],
                BeforeDelete = [.. names.BeforeDelete.Select(name => new KnownHook(name))],
                AfterDelete = [.. names.AfterDelete.Select(name => new KnownHook(name))],
                OnError = [.. names.OnError.Select(name => new ErrorHook(name, (_, _) => Task.FromResult(false), Task.CompletedTask))],
            };

    private static DependencyResource? ReadResource(string urn) => urn == "" ? null : new DependencyResource(urn);

    private static Input<string>? ReadPart(string text) => text == "" ? null : (Input<string>)text;

    private static string? NullIfEmpty(string text) => text == "" ? null : text;

    private sealed class KnownHook(string name)
        : ResourceHook(name, (_, _) => Task.CompletedTask, new ResourceHookOptions(), Task.CompletedTask);
}
