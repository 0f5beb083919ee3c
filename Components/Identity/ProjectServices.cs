using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Gcp.Projects;

namespace PmCrm.Components.Identity;

/// <summary>
/// Enables the Google APIs that a stack uses. It never disables one, since another stack or a person may use it too. A resource that uses
/// an API must depend on this component.
/// </summary>
/// <example><c>examples/ProjectServicesExample.cs</c></example>
public sealed class ProjectServices : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:identity:ProjectServices";

    private const string Domain = ".googleapis.com";

    /// <summary>The APIs that the whole platform uses.</summary>
    public static readonly IReadOnlyList<string> PlatformApis =
    [
        GoogleApi.ArtifactRegistry,
        "binaryauthorization.googleapis.com",
        "cloudbilling.googleapis.com",
        "billingbudgets.googleapis.com",
        "cloudkms.googleapis.com",
        "cloudresourcemanager.googleapis.com",
        "compute.googleapis.com",
        GoogleApi.KubernetesEngine,
        "containerscanning.googleapis.com",
        "containersecurity.googleapis.com",
        "iam.googleapis.com",
        "iamcredentials.googleapis.com",
        "logging.googleapis.com",
        "monitoring.googleapis.com",
        "pubsub.googleapis.com",
        "redis.googleapis.com",
        GoogleApi.SecretManager,
        GoogleApi.ServiceNetworking,
        "serviceusage.googleapis.com",
        GoogleApi.CloudSql,
        "storage.googleapis.com",
        "sts.googleapis.com",
    ];

    /// <summary>Enables the APIs.</summary>
    public ProjectServices(string name, ProjectServicesArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        foreach (var api in args.Apis)
            _ = new Service(
                $"{name}-{ShortName(api)}",
                new ServiceArgs
                {
                    Project = args.Project,
                    ServiceName = api,
                    DisableOnDestroy = false,
                    DisableDependentServices = false,
                },
                this.Child()
            );
        RegisterOutputs();
    }

    private static string ShortName(string api) =>
        api.EndsWith(Domain, StringComparison.Ordinal)
            ? api[..^Domain.Length]
            : throw new ArgumentException($"'{api}' is not the name of a Google API; accepted: names that end in {Domain}.", nameof(api));
}
