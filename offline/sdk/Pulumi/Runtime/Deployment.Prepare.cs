using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi;

/// <content>Makes the requests for resources, after all their inputs are available.</content>
public sealed partial class Deployment
{
    private async Task<Pulumirpc.RegisterResourceRequest> PrepareRegisterAsync(
        Resource resource,
        CapturedArgs args,
        ResourceOptions options
    )
    {
        await RequireAsync(options.DeletedWith != null, Features.DeletedWith, nameof(options.DeletedWith)).ConfigureAwait(false);
        var replaceWith = await GatherAsync(options.ReplaceWith).ConfigureAwait(false);
        await RequireAsync(replaceWith.Length > 0, Features.ReplaceWith, nameof(options.ReplaceWith)).ConfigureAwait(false);

        var prepared = await PrepareAsync(resource, args, options).ConfigureAwait(false);
        var request = new Pulumirpc.RegisterResourceRequest
        {
            Type = resource.GetResourceType(),
            Name = resource.GetResourceName(),
            Parent = prepared.Parent,
            Custom = resource is CustomResource,
            Remote = resource.IsRemote,
            Object = prepared.Inputs,
            Provider = prepared.Provider,
            PackageRef = prepared.PackageReference,
            Version = options.Version ?? "",
            PluginDownloadURL = options.PluginDownloadURL ?? "",
            CustomTimeouts = ProtocolRequests.From(options.CustomTimeouts),
            DeletedWith =
                options.DeletedWith == null ? "" : await options.DeletedWith.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false),
            ReplacementTrigger = await WriteTriggerAsync(options).ConfigureAwait(false),
            Hooks = await WriteHooksAsync(options.Hooks).ConfigureAwait(false),
            AcceptSecrets = true,
            AcceptResources = ProtocolRequests.AcceptsResources,
            SupportsResultReporting = true,
            Dependencies = { prepared.Dependencies },
            IgnoreChanges = { options.IgnoreChanges },
            HideDiffs = { options.HideDiffs },
            ReplaceWith = { await UrnsAsync(replaceWith).ConfigureAwait(false) },
            Transforms = { await OfferTransformsAsync(options).ConfigureAwait(false) },
        };

        // These two distinguish "false" from "not set".
        if (options.Protect is { } protect)
            request.Protect = protect;
        if (options.RetainOnDelete is { } retainOnDelete)
            request.RetainOnDelete = retainOnDelete;
        foreach (var (package, provider) in await ProvidersOfAsync(resource, options).ConfigureAwait(false))
            request.Providers.Add(package, provider);
        foreach (var (property, urns) in prepared.PropertyDependencies)
            request.PropertyDependencies.Add(property, new() { Urns = { urns } });
        if (await SupportsAsync(Features.AliasSpecs).ConfigureAwait(false))
            request.Aliases.AddRange((await AliasWriter.WriteAsync(options.Aliases).ConfigureAwait(false)).Select(ProtocolRequests.From));
        else
            request.AliasURNs.AddRange(await AliasUrnsAsync(resource, options).ConfigureAwait(false));
        if (options is CustomResourceOptions custom)
            AddCustom(request, custom);
        return request;
    }

    private static void AddCustom(Pulumirpc.RegisterResourceRequest request, CustomResourceOptions options)
    {
        request.DeleteBeforeReplace = options.DeleteBeforeReplace ?? false;
        request.DeleteBeforeReplaceDefined = options.DeleteBeforeReplace != null;
        request.ImportId = options.ImportId ?? "";
        request.ReplaceOnChanges.AddRange(options.ReplaceOnChanges);
        request.AdditionalSecretOutputs.AddRange(options.AdditionalSecretOutputs);
        foreach (var (name, variable) in options.EnvVarMappings)
            request.EnvVarMappings.Add(name, variable);
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
            PackageReference = prepared.PackageReference,
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
            await PackageReferenceAsync(resource.RegisterPackage).ConfigureAwait(false),
            dependencies,
            propertyDependencies
        );
    }

    private async Task<string> ParentUrnAsync(Resource resource, ResourceOptions options)
    {
        if (resource.GetResourceType() == Wire.StackType)
            return "";
        return await (options.Parent ?? Stack).Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
    }

    private static async Task<string> ReferenceAsync(ProviderResource? provider) =>
        provider == null ? "" : await provider.GetReferenceAsync().ConfigureAwait(false);

    /// <exception cref="ArgumentException">A remote component has two providers of one package.</exception>
    private static async Task<IReadOnlyDictionary<string, string>> ProvidersOfAsync(Resource resource, ResourceOptions options)
    {
        var references = new Dictionary<string, string>();
        if (!resource.IsRemote || options is not ComponentResourceOptions component)
            return references;

        var providers = component.Provider is { } only ? [only] : component.Providers;
        foreach (var provider in providers)
            references.Add(provider.Package, await provider.GetReferenceAsync().ConfigureAwait(false));
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
    private static async Task<ImmutableArray<Resource>> GatherAsync(InputList<Resource> resources) =>
        (await resources.ToOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false)).RemoveAll(resource => resource is null);

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
        string PackageReference,
        IReadOnlyCollection<string> Dependencies,
        IReadOnlyDictionary<string, IReadOnlyCollection<string>> PropertyDependencies
    );
}
