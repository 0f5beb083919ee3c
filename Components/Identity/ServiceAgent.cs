namespace PmCrm.Components.Identity;

/// <summary>Google APIs whose own accounts (service agents) work on a project's behalf and so need grants.</summary>
internal static class ServiceAgent
{
    public const string ArtifactRegistry = "artifactregistry.googleapis.com";
    public const string CloudSql = "sqladmin.googleapis.com";
    public const string KubernetesEngine = "container.googleapis.com";
    public const string SecretManager = "secretmanager.googleapis.com";
}
