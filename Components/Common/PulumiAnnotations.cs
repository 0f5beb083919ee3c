namespace PmCrm.Components.Common;

/// <summary>
/// Annotations by which an object tells Pulumi's Kubernetes provider how to treat it
/// (provider/pkg/metadata/annotations.go in pulumi/pulumi-kubernetes).
/// </summary>
internal static class PulumiAnnotations
{
    /// <summary>What switches an annotation on.</summary>
    public const string True = "true";

    /// <summary>Pulumi's values win over those that another tool, such as <c>kubectl</c>, wrote into fields that Pulumi sets.</summary>
    public const string PatchForce = "pulumi.com/patchForce";

    /// <summary>The next update replaces a Job that failed or has not ended; without it, it reports the same failure again.</summary>
    public const string ReplaceUnready = "pulumi.com/replaceUnready";
}
