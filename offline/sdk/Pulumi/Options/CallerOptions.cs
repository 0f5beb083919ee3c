namespace Pulumi;

/// <summary>Options of a function of a provider.</summary>
public class InvokeOptions
{
    /// <summary>The resource whose providers are used when <see cref="Provider"/> is null.</summary>
    public Resource? Parent { get; set; }

    public ProviderResource? Provider { get; set; }

    /// <summary>The version of the provider's plugin.</summary>
    public string? Version { get; set; }

    /// <summary>Where the provider's plugin is downloaded from.</summary>
    public string? PluginDownloadURL { get; set; }
}

/// <summary>Options of a function of a provider whose result is an output.</summary>
public class InvokeOutputOptions : InvokeOptions
{
    private InputList<Resource>? dependsOn;

    /// <summary>Resources to create before the function runs.</summary>
    public InputList<Resource> DependsOn
    {
        get => dependsOn ??= [];
        set => dependsOn = value;
    }
}

/// <summary>Options of a method of a resource.</summary>
public class CallOptions
{
    /// <summary>The resource whose providers are used when <see cref="Provider"/> is null.</summary>
    public Resource? Parent { get; set; }

    public ProviderResource? Provider { get; set; }

    /// <summary>The version of the provider's plugin.</summary>
    public string? Version { get; set; }

    /// <summary>Where the provider's plugin is downloaded from.</summary>
    public string? PluginDownloadURL { get; set; }
}

/// <summary>Options of the stack itself.</summary>
public class StackOptions
{
    private List<ResourceTransformation>? transformations;
    private List<ResourceTransform>? transforms;

    /// <summary>Functions that may change the arguments and options of every resource, before registration.</summary>
    public List<ResourceTransformation> ResourceTransformations
    {
        get => transformations ??= [];
        set => transformations = value;
    }

    /// <summary>Functions that the engine calls for every resource.</summary>
    public List<ResourceTransform> ResourceTransforms
    {
        get => transforms ??= [];
        set => transforms = value;
    }
}
