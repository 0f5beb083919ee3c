using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Outputs.Meta.V1;

namespace Pulumi.Kubernetes.ApiExtensions;

/// <summary>An object of a kind that a CustomResourceDefinition of the cluster defines.</summary>
/// <param name="name">The resource's name in the program.</param>
/// <param name="args">The object: a class derived from <see cref="CustomResourceArgs"/> that adds the kind's own fields.</param>
/// <param name="options">Passed on as they are; the package adds no version of its own here.</param>
public class CustomResource(string name, CustomResourceArgs args, CustomResourceOptions? options = null)
    : KubernetesResource(args.Type, name, args, options)
{
    [Output("apiVersion")]
    public Output<string> ApiVersion { get; private set; } = null!;

    [Output("kind")]
    public Output<string> Kind { get; private set; } = null!;

    [Output("metadata")]
    public Output<ObjectMeta> Metadata { get; private set; } = null!;
}

/// <summary>The fields that all custom resources have. Derive from it to add <c>spec</c> and other fields of the kind.</summary>
/// <param name="apiVersion">Group and version, such as <c>cert-manager.io/v1</c>.</param>
/// <param name="kind">The kind, such as <c>ClusterIssuer</c>.</param>
public abstract class CustomResourceArgs(string apiVersion, string kind) : ResourceArgs
{
    [Input("apiVersion")]
    public Input<string> ApiVersion { get; } = apiVersion;

    [Input("kind")]
    public Input<string> Kind { get; } = kind;

    [Input("metadata")]
    public Input<ObjectMetaArgs>? Metadata { get; set; }

    internal string Type { get; } = $"kubernetes:{apiVersion}:{kind}";
}
