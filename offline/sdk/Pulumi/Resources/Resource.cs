using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A node of the tree that the program describes. Its constructor registers it with the engine.</summary>
public class Resource
{
    private readonly string type;
    private readonly string name;
    private readonly HashSet<Resource> children = [];

    private protected Resource(
        string type,
        string name,
        ResourceArgs args,
        ResourceOptions options,
        bool remote,
        RegisterPackageRequest? package
    )
    {
        // Null is no ArgumentNullException in the official SDK (Resource.cs).
        if (string.IsNullOrEmpty(type))
            throw new ArgumentException("A resource has no type.", nameof(type));
        if (string.IsNullOrEmpty(name))
            throw new ArgumentException("A resource has no name.", nameof(name));
        var deployment = Deployment.Required;
        this.type = type;
        this.name = name;
        IsRemote = remote;
        RegisterPackage = package;
        Slots = new ResourceOutputs(this);
        OpenOutputs(hasState: this is CustomResource || remote || options.Urn != null);

        var inheritFrom = options.Parent ?? (type == Wire.StackType || options.Urn != null ? null : deployment.Stack);
        Transformations = [.. options.ResourceTransformations, .. inheritFrom?.Transformations ?? []];
        (args, options) = Transform(args, options);
        options = options.Clone();

        if (options.Provider != null && options is ComponentResourceOptions { Providers.Count: > 0 })
            throw new ResourceException("A component takes the option 'Provider' or 'Providers', not both.", options.Parent);
        options.Parent?.Adopt(this);
        options.Protect ??= options.Parent?.Protect;
        Providers = InheritProviders(options);
        Protect = options.Protect;
        Provider = this is CustomResource ? options.Provider : null;
        Version = options.Version;
        PluginDownloadUrl = options.PluginDownloadURL;
        AliasUrns = [.. options.Aliases.Select(alias => Aliases.ToUrn(alias, name, type, options.Parent))];

        deployment.Register(this, args, options);
    }

    /// <summary>A resource that is known by its URN only; nothing is registered.</summary>
    private protected Resource(string type, string name)
    {
        this.type = type;
        this.name = name;
        Slots = new ResourceOutputs(this);
        Transformations = [];
        Providers = ImmutableDictionary<string, ProviderResource>.Empty;
        AliasUrns = [];
        Protect = false;
    }

    /// <summary>The engine's unique name of the resource.</summary>
    [Output(Wire.Urn)]
    public Output<string> Urn { get; private protected set; } = null!;

    internal bool IsRemote { get; }

    /// <summary>Its package, if that is a parameterized one.</summary>
    internal RegisterPackageRequest? RegisterPackage { get; }

    internal ResourceOutputs Slots { get; }

    /// <summary>The class whose outputs, with those of its bases, are created on first use.</summary>
    internal virtual Type LazyOutputsOf => typeof(CustomResource);

    internal ImmutableArray<ResourceTransformation> Transformations { get; }

    internal ImmutableDictionary<string, ProviderResource> Providers { get; }

    internal ProviderResource? Provider { get; }

    internal bool? Protect { get; }

    internal string? Version { get; }

    internal string? PluginDownloadUrl { get; }

    /// <summary>The former URNs, for engines that do not compute them.</summary>
    internal ImmutableArray<Output<string>> AliasUrns { get; }

    public string GetResourceType() => type;

    public string GetResourceName() => name;

    /// <summary>The provider of resources of this type token below this resource.</summary>
    internal ProviderResource? GetProvider(string token) => PackageOf(token) is { } package ? Providers.GetValueOrDefault(package) : null;

    internal Resource[] SnapshotChildren()
    {
        lock (children)
        {
            return [.. children];
        }
    }

    private void Adopt(Resource child)
    {
        lock (children)
        {
            children.Add(child);
        }
    }

    /// <summary>For a provider's class: the output in the field, created on first use.</summary>
    internal Output<T> OutputOf<T>(ref Output<T>? field, string wireName) => Slots.Open(ref field, wireName);

    private void OpenOutputs(bool hasState)
    {
        Urn = Open<string>(Wire.Urn);
        if (this is CustomResource custom)
            custom.Id = Open<string>(Wire.Id);
        // A local component assigns its own outputs.
        if (!hasState)
            return;
        // Not for a provider's own class: its hundreds of properties are distinct, and looking at them takes time.
        if (GetType() != LazyOutputsOf)
            OutputProperty.RequireDistinctNames(GetType());
        foreach (var property in OutputProperty.Below(LazyOutputsOf, GetType()))
            Slots.Add(property.Open(this));
    }

    private Output<T> Open<T>(string wireName)
    {
        Output<T>? output = null;
        return Slots.Open(ref output, wireName);
    }

    private (ResourceArgs Args, ResourceOptions Options) Transform(ResourceArgs args, ResourceOptions options)
    {
        foreach (var transformation in Transformations)
        {
            if (transformation(new ResourceTransformationArgs(this, args, options)) is not { } result)
                continue;
            if (result.Options.Parent != options.Parent)
                throw new ArgumentException($"A transformation of {name} changed its parent, which is fixed by then.");
            (args, options) = (result.Args, result.Options);
        }

        return (args, options);
    }

    private ImmutableDictionary<string, ProviderResource> InheritProviders(ResourceOptions options)
    {
        var inherited = options.Parent?.Providers ?? ImmutableDictionary<string, ProviderResource>.Empty;
        if (this is not CustomResource)
        {
            var own = options.Provider is { } only ? [only] : (options as ComponentResourceOptions)?.Providers ?? [];
            return inherited.SetItems(own.Select(provider => KeyValuePair.Create(provider.Package, provider)));
        }

        // A transformation may have replaced the options by a component's, whose provider is ignored.
        if ((options as CustomResourceOptions)?.Provider is { } chosen)
            return PackageOf(type) is { } package ? inherited.SetItem(package, chosen) : inherited;
        if (options.Parent != null)
            options.Provider = options.Parent.GetProvider(type);
        return inherited;
    }

    private static string? PackageOf(string token) => token.Split(':') is [var package, _, _] ? package : null;
}
