namespace PmCrm.Components.Identity;

/// <summary>
/// Names of the Google APIs that more than one class uses: to enable them, and to grant roles to their service agents or peer the network
/// with them.
/// </summary>
internal static class GoogleApi
{
    public const string ArtifactRegistry = "artifactregistry.googleapis.com";
    public const string CloudSql = "sqladmin.googleapis.com";
    public const string KubernetesEngine = "container.googleapis.com";
    public const string SecretManager = "secretmanager.googleapis.com";
    public const string ServiceNetworking = "servicenetworking.googleapis.com";
}
