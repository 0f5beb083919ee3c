using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Gcp.BinaryAuthorization;
using Pulumi.Gcp.BinaryAuthorization.Inputs;

namespace PmCrm.Components.Cluster;

/// <summary>
/// The images that the project's clusters may run: those of named registries, Google's own system images, and no others. Without such a
/// policy, a cluster that enforces Binary Authorization admits every image: a project's default policy allows all
/// (https://cloud.google.com/binary-authorization/docs/policy-yaml-reference). A project has one policy, so stacks that share a project
/// must agree on it.
/// </summary>
/// <example><c>examples/ImagePolicyExample.cs</c></example>
public sealed class ImagePolicy : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:cluster:ImagePolicy";

    /// <summary>Sets the policy.</summary>
    /// <exception cref="ArgumentException">No image is allowed, or a pattern allows images of every registry.</exception>
    public ImagePolicy(string name, ImagePolicyArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        if (
            args.AllowedImages is []
            || args.AllowedImages.Any(pattern => !pattern.Contains('/', StringComparison.Ordinal) || pattern.StartsWith('*'))
        )
            throw new ArgumentException(
                $"{name} allows '{string.Join("', '", args.AllowedImages)}'; accepted: at least one pattern, each with its registry, "
                    + "such as europe-docker.pkg.dev/my-project/**.",
                nameof(args)
            );

        _ = new Policy(
            name,
            new PolicyArgs
            {
                Project = args.Project,
                Description = "Images of the CRM's own registry and of its charts.",
                // Google's system images are exempt by Google's own list.
                GlobalPolicyEvaluationMode = "ENABLE",
                AdmissionWhitelistPatterns = args
                    .AllowedImages.Select(pattern => new PolicyAdmissionWhitelistPatternArgs { NamePattern = pattern })
                    .ToArray(),
                DefaultAdmissionRule = new PolicyDefaultAdmissionRuleArgs
                {
                    EvaluationMode = "ALWAYS_DENY",
                    EnforcementMode = "ENFORCED_BLOCK_AND_AUDIT_LOG",
                },
            },
            this.Child()
        );
        RegisterOutputs();
    }
}
