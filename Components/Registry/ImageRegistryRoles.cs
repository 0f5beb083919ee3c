namespace PmCrm.Components.Registry;

/// <summary>Artifact Registry's roles on one repository.</summary>
internal static class ImageRegistryRoles
{
    public const string Reader = "roles/artifactregistry.reader";
    public const string Writer = "roles/artifactregistry.writer";
}
