namespace Pulumi;

/// <summary>The protocol's messages for our requests.</summary>
internal static class ProtocolRequests
{
    /// <summary>Whether the program accepts resources as references. It always wants secrets marked.</summary>
    public static readonly bool AcceptsResources = RunSettings.SendsReferences;

    public static Pulumirpc.ReadResourceRequest From(ReadRequest request) =>
        new()
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
            PackageRef = request.PackageReference,
            Dependencies = { request.Dependencies },
        };

    public static Pulumirpc.ResourceInvokeRequest From(InvokeRequest request) =>
        new()
        {
            Tok = request.Token,
            Args = request.Args,
            Provider = request.Provider,
            Version = request.Version,
            PluginDownloadURL = request.PluginDownloadUrl,
            AcceptResources = AcceptsResources,
            PackageRef = request.PackageReference,
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
            PackageRef = request.PackageReference,
        };
        foreach (var (argument, urns) in request.ArgDependencies)
            message.ArgDependencies.Add(argument, new() { Urns = { urns } });
        return message;
    }

    public static Pulumirpc.Alias From(AliasSpec alias)
    {
        if (alias.Urn != null)
            return new Pulumirpc.Alias { Urn = alias.Urn };

        var spec = new Pulumirpc.Alias.Types.Spec
        {
            Name = alias.Name,
            Type = alias.Type,
            Stack = alias.Stack,
            Project = alias.Project,
        };
        if (alias.ParentUrn != null)
            spec.ParentUrn = alias.ParentUrn;
        else if (alias.NoParent is { } noParent)
            spec.NoParent = noParent;
        return new Pulumirpc.Alias { Spec = spec };
    }

    public static Pulumirpc.RegisterResourceRequest.Types.CustomTimeouts? From(CustomTimeouts? timeouts) =>
        timeouts == null
            ? null
            : new()
            {
                Create = Durations.Write(timeouts.Create),
                Update = Durations.Write(timeouts.Update),
                Delete = Durations.Write(timeouts.Delete),
            };
}
