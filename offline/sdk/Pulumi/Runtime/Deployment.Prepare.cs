using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi;

/// <content>Making the requests for resources, once everything that they are made from is there.</content>
public sealed partial class Deployment
{
    private async Task<RegisterRequest> PrepareRegisterAsync(Resource resource, CapturedArgs args, ResourceOptions options)
    {
        await RequireAsync(options.DeletedWith != null, Features.DeletedWith, nameof(options.DeletedWith)).ConfigureAwait(false);
        var replaceWith = await GatherAsync(options.ReplaceWith).ConfigureAwait(false);
        await RequireAsync(replaceWith.Length > 0, Features.ReplaceWith, nameof(options.ReplaceWith)).ConfigureAwait(false);

        var custom = options as CustomResourceOptions;
        var prepared = await PrepareAsync(resource, args, options).ConfigureAwait(false);
        var aliasSpecs = await SupportsAsync(Features.AliasSpecs).ConfigureAwait(false);
        return new RegisterRequest
        {
            Type = resource.GetResourceType(),
            Name = resource.GetResourceName(),
            Parent = prepared.Parent,
            IsCustom = resource is CustomResource,
            IsRemote = resource.IsRemote,
            Inputs = prepared.Inputs,
            Protect = options.Protect,
            Dependencies = prepared.Dependencies,
            PropertyDependencies = prepared.PropertyDependencies,
            Provider = prepared.Provider,
            Providers = await ProvidersOfAsync(resource, options).ConfigureAwait(false),
            DeleteBeforeReplace = custom?.DeleteBeforeReplace,
            Version = options.Version ?? "",
            PluginDownloadUrl = options.PluginDownloadURL ?? "",
            IgnoreChanges = options.IgnoreChanges,
            ReplaceOnChanges = custom?.ReplaceOnChanges ?? [],
            AdditionalSecretOutputs = custom?.AdditionalSecretOutputs ?? [],
            HideDiffs = options.HideDiffs,
            ReplaceWith = await UrnsAsync(replaceWith).ConfigureAwait(false),
            ReplacementTrigger = await WriteTriggerAsync(options).ConfigureAwait(false),
            EnvVarMappings = custom?.EnvVarMappings ?? [],
            AliasSpecs = aliasSpecs ? await AliasWriter.WriteAsync(options.Aliases).ConfigureAwait(false) : [],
            AliasUrns = aliasSpecs ? [] : await AliasUrnsAsync(resource, options).ConfigureAwait(false),
            ImportId = custom?.ImportId ?? "",
            CustomTimeouts = options.CustomTimeouts,
            RetainOnDelete = options.RetainOnDelete,
            DeletedWith = options.DeletedWith == null ? "" : await options.DeletedWith.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false),
            Transforms = await OfferTransformsAsync(options).ConfigureAwait(false),
        };
    }

    private async Task<ReadRequest> PrepareReadAsync(Resource resource, string id, CapturedArgs args, ResourceOptions options)
    {
        var prepared = await PrepareAsync(resource, args, options).ConfigureAwait(false);
        return new ReadRequest
        {
            Type = resource.GetResourceType(),
            Name = resource.GetResourceName(),
            Id = id,
            Parent = prepared.Parent,
            Provider = prepared.Provider,
            Version = options.Version ?? "",
            Properties = prepared.Inputs,
            Dependencies = prepared.Dependencies,
        };
    }

    private async Task<Prepared> PrepareAsync(Resource resource, CapturedArgs args, ResourceOptions options)
    {
        var explicitly = await GatherAsync(options.DependsOn).ConfigureAwait(false);
        var arguments = args.Get().Where(argument => argument.Name is not (Wire.Id or Wire.Urn));
        var mode = await ModeAsync().ConfigureAwait(false);
        if (resource.IsRemote)
        {
            mode = mode with
            {
                KeepOutputs = await SupportsAsync(Features.OutputValues).ConfigureAwait(false),
                IgnoreReferences = mode.KeepResources,
            };
        }

        var context = $"resource:{resource.GetResourceName()}[{resource.GetResourceType()}]";
        var written = await WritePropertiesAsync(context, arguments, mode).ConfigureAwait(false);
        var dependencies = await ResourceGraph.UrnsAsync(explicitly).ConfigureAwait(false);
        var propertyDependencies = new Dictionary<string, IReadOnlyCollection<string>>();
        foreach (var (name, resources) in written.Dependencies)
        {
            var urns = await ResourceGraph.UrnsAsync(resources).ConfigureAwait(false);
            dependencies.UnionWith(urns);
            propertyDependencies.Add(name, urns);
        }

        return new Prepared(
            written.Fields,
            await ParentUrnAsync(resource, options).ConfigureAwait(false),
            await ReferenceAsync(options is CustomResourceOptions ? resource.Provider : null).ConfigureAwait(false),
            dependencies,
            propertyDependencies);
    }

    private async Task<string> ParentUrnAsync(Resource resource, ResourceOptions options)
    {
        if (resource.GetResourceType() == Wire.StackType)
            return "";
        return await (options.Parent ?? Stack).Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
    }

    private static async Task<string> ReferenceAsync(ProviderResource? provider)
        => provider == null ? "" : await provider.GetReferenceAsync().ConfigureAwait(false);

    private static async Task<IReadOnlyDictionary<string, string>> ProvidersOfAsync(Resource resource, ResourceOptions options)
    {
        var references = new Dictionary<string, string>();
        if (!resource.IsRemote || options is not ComponentResourceOptions component)
            return references;

        var providers = component.Provider is { } only ? [only] : component.Providers;
        foreach (var provider in providers)
            references[provider.Package] = await provider.GetReferenceAsync().ConfigureAwait(false);
        return references;
    }

    private async Task<Value?> WriteTriggerAsync(ResourceOptions options)
    {
        if (options.ReplacementTrigger == null)
            return null;
        var writer = new ValueWriter(await ModeAsync().ConfigureAwait(false));
        return await writer.WriteAsync("replacementTrigger", options.ReplacementTrigger).ConfigureAwait(false) ?? Value.ForNull();
    }

    private static async Task<IReadOnlyCollection<string>> AliasUrnsAsync(Resource resource, ResourceOptions options)
    {
        var urns = new List<string>();
        foreach (var alias in Aliases.AllUrns(resource, options))
        {
            var urn = await alias.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
            if (!string.IsNullOrEmpty(urn) && !urns.Contains(urn))
                urns.Add(urn);
        }

        return urns;
    }

    /// <summary>Without nulls: a program may have nothing to depend on.</summary>
    private static async Task<ImmutableArray<Resource>> GatherAsync(InputList<Resource> resources)
        => (await resources.ToOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false)).RemoveAll(resource => resource is null);

    private static async Task<IReadOnlyCollection<string>> UrnsAsync(ImmutableArray<Resource> resources)
    {
        var urns = new List<string>();
        foreach (var resource in resources)
            urns.Add(await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false));
        return urns;
    }

    private async Task RequireAsync(bool isUsed, string feature, string option)
    {
        if (isUsed && !await SupportsAsync(feature).ConfigureAwait(false))
            throw new InvalidOperationException($"The engine does not support the option {option}; a newer one does.");
    }

    private sealed record Prepared(
        Struct Inputs,
        string Parent,
        string Provider,
        IReadOnlyCollection<string> Dependencies,
        IReadOnlyDictionary<string, IReadOnlyCollection<string>> PropertyDependencies);
}
