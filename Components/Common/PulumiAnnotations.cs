namespace PmCrm.Components.Common;

/// <summary>
/// Annotations that tell Pulumi's Kubernetes provider how to treat an object (provider/pkg/metadata/annotations.go in
/// pulumi/pulumi-kubernetes).
/// </summary>
internal static class PulumiAnnotations
{
    /// <summary>The value that switches an annotation on.</summary>
    public const string True = "true";

    /// <summary>Pulumi's values win over those that another tool, such as <c>kubectl</c>, wrote into fields that Pulumi sets.</summary>
    public const string PatchForce = "pulumi.com/patchForce";

    /// <summary>
    /// The next update replaces a Job that failed or has not ended; without the annotation, the update reports the same failure again.
    /// </summary>
    public const string ReplaceUnready = "pulumi.com/replaceUnready";
}
