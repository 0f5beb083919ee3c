namespace Pulumi;

/// <summary>The protocol's messages for our requests.</summary>
internal static class ProtocolRequests
{
    /// <summary>What a .NET program says about itself: it wants secrets marked, and resources as references unless told otherwise.</summary>
    private static readonly bool AcceptsResources = RunSettings.SendsReferences;

    public static Pulumirpc.RegisterResourceRequest From(RegisterRequest request)
    {
        var message = new Pulumirpc.RegisterResourceRequest
        {
            Type = request.Type,
            Name = request.Name,
            Parent = request.Parent,
            Custom = request.IsCustom,
            Remote = request.IsRemote,
            Object = request.Inputs,
            Provider = request.Provider,
            DeleteBeforeReplace = request.DeleteBeforeReplace ?? false,
            DeleteBeforeReplaceDefined = request.DeleteBeforeReplace != null,
            Version = request.Version,
            PluginDownloadURL = request.PluginDownloadUrl,
            ImportId = request.ImportId,
            DeletedWith = request.DeletedWith,
            CustomTimeouts = From(request.CustomTimeouts),
            ReplacementTrigger = request.ReplacementTrigger,
            AcceptSecrets = true,
            AcceptResources = AcceptsResources,
            SupportsResultReporting = true,
            Hooks = new(),
            Dependencies = { request.Dependencies },
            IgnoreChanges = { request.IgnoreChanges },
            ReplaceOnChanges = { request.ReplaceOnChanges },
            AdditionalSecretOutputs = { request.AdditionalSecretOutputs },
            HideDiffs = { request.HideDiffs },
            ReplaceWith = { request.ReplaceWith },
            AliasURNs = { request.AliasUrns },
            Aliases = { request.AliasSpecs.Select(From) },
            Transforms = { request.Transforms.Select(transform => new Pulumirpc.Callback { Target = transform.Target, Token = transform.Token }) },
        };

        // These two tell "no" from "not said".
        if (request.Protect is { } protect)
            message.Protect = protect;
        if (request.RetainOnDelete is { } retainOnDelete)
            message.RetainOnDelete = retainOnDelete;
        foreach (var (package, provider) in request.Providers)
            message.Providers.Add(package, provider);
        foreach (var (name, variable) in request.EnvVarMappings)
            message.EnvVarMappings.Add(name, variable);
        foreach (var (property, urns) in request.PropertyDependencies)
            message.PropertyDependencies.Add(property, new() { Urns = { urns } });
        return message;
    }

    public static Pulumirpc.ReadResourceRequest From(ReadRequest request) => new()
    {
        Type = request.Type,
        Name = request.Name,
        Id = request.Id,
        Parent = request.Parent,
        Provider = request.Provider,
        Version = request.Version,
        Properties = request.Properties,
        AcceptSecrets = true,
        AcceptResources = AcceptsResources,
        Dependencies = { request.Dependencies },
    };

    public static Pulumirpc.ResourceInvokeRequest From(InvokeRequest request) => new()
    {
        Tok = request.Token,
        Args = request.Args,
        Provider = request.Provider,
        Version = request.Version,
        PluginDownloadURL = request.PluginDownloadUrl,
        AcceptResources = AcceptsResources,
    };

    public static Pulumirpc.ResourceCallRequest From(CallRequest request)
    {
        var message = new Pulumirpc.ResourceCallRequest
        {
            Tok = request.Token,
            Args = request.Args,
            Provider = request.Provider,
            Version = request.Version,
            PluginDownloadURL = request.PluginDownloadUrl,
        };
        foreach (var (argument, urns) in request.ArgDependencies)
            message.ArgDependencies.Add(argument, new() { Urns = { urns } });
        return message;
    }

    public static Pulumirpc.Alias From(AliasSpec alias)
    {
        if (alias.Urn != null)
            return new Pulumirpc.Alias { Urn = alias.Urn };

        var spec = new Pulumirpc.Alias.Types.Spec { Name = alias.Name, Type = alias.Type, Stack = alias.Stack, Project = alias.Project };
        if (alias.ParentUrn != null)
            spec.ParentUrn = alias.ParentUrn;
        else if (alias.NoParent is { } noParent)
            spec.NoParent = noParent;
        return new Pulumirpc.Alias { Spec = spec };
    }

    public static Pulumirpc.RegisterResourceRequest.Types.CustomTimeouts? From(CustomTimeouts? timeouts)
        => timeouts == null ? null : new()
        {
            Create = Durations.Write(timeouts.Create),
            Update = Durations.Write(timeouts.Update),
            Delete = Durations.Write(timeouts.Delete),
        };
}
