using Pulumi;
using Pulumi.Kubernetes.ApiExtensions;

namespace PmCrm.Components.ClusterServices;

/// <summary>cert-manager's <c>ClusterIssuer</c>: https://cert-manager.io/docs/reference/api-docs/.</summary>
internal sealed class ClusterIssuerArgs() : CustomResourceArgs("cert-manager.io/v1", "ClusterIssuer")
{
    /// <summary>How certificates are issued.</summary>
    [Input("spec", required: true)]
    public required Input<ClusterIssuerSpecArgs> Spec { get; init; }
}

/// <summary>How certificates are issued.</summary>
internal sealed class ClusterIssuerSpecArgs : ResourceArgs
{
    /// <summary>By an issuer that speaks ACME.</summary>
    [Input("acme", required: true)]
    public required Input<AcmeArgs> Acme { get; init; }
}

/// <summary>An issuer that speaks ACME.</summary>
internal sealed class AcmeArgs : ResourceArgs
{
    /// <summary>Address of its directory.</summary>
    [Input("server", required: true)]
    public required Input<string> Server { get; init; }

    /// <summary>Mail address for its warnings.</summary>
    [Input("email")]
    public Input<string>? Email { get; init; }

    /// <summary>Secret that keeps the account's key.</summary>
    [Input("privateKeySecretRef", required: true)]
    public required Input<SecretReferenceArgs> PrivateKeySecretRef { get; init; }

    /// <summary>How control over a name is proved.</summary>
    [Input("solvers", required: true)]
    public required InputList<AcmeSolverArgs> Solvers { get; init; }
}

/// <summary>A secret, or one entry of it.</summary>
internal sealed class SecretReferenceArgs : ResourceArgs
{
    /// <summary>Name of the secret.</summary>
    [Input("name", required: true)]
    public required Input<string> Name { get; init; }

    /// <summary>Name of the entry.</summary>
    [Input("key")]
    public Input<string>? Key { get; init; }
}

/// <summary>How control over some names is proved.</summary>
internal sealed class AcmeSolverArgs : ResourceArgs
{
    /// <summary>Which names.</summary>
    [Input("selector", required: true)]
    public required Input<AcmeSelectorArgs> Selector { get; init; }

    /// <summary>By a record in DNS.</summary>
    [Input("dns01", required: true)]
    public required Input<AcmeDns01Args> Dns01 { get; init; }
}

/// <summary>Which names a solver is for.</summary>
internal sealed class AcmeSelectorArgs : ResourceArgs
{
    /// <summary>Zones that the names are in.</summary>
    [Input("dnsZones", required: true)]
    public required InputList<string> DnsZones { get; init; }
}

/// <summary>Who makes the record.</summary>
internal sealed class AcmeDns01Args : ResourceArgs
{
    /// <summary>Cloudflare does.</summary>
    [Input("cloudflare", required: true)]
    public required Input<AcmeCloudflareArgs> Cloudflare { get; init; }
}

/// <summary>Cloudflare's API.</summary>
internal sealed class AcmeCloudflareArgs : ResourceArgs
{
    /// <summary>Token that may edit the zones' records.</summary>
    [Input("apiTokenSecretRef", required: true)]
    public required Input<SecretReferenceArgs> ApiTokenSecretRef { get; init; }
}
