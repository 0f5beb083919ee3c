using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Gcp.ArtifactRegistry;
using Pulumi.Gcp.ArtifactRegistry.Inputs;

namespace PmCrm.Components.Registry;

/// <summary>
/// A private container image repository (CKV_GCP_101) in Artifact Registry, stored in several EU regions so that images are available while
/// one region is down. Every image is scanned for known vulnerabilities, and old images are deleted. Deployments refer to images by digest;
/// a tag only records the commit of an image.
/// </summary>
/// <example><c>examples/ImageRegistryExample.cs</c></example>
public sealed class ImageRegistry : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:registry:ImageRegistry";

    /// <summary>
    /// Artifact Registry's multi-region inside the European Union:
    /// https://cloud.google.com/artifact-registry/docs/repositories/repo-locations.
    /// </summary>
    public const string MultiRegion = "europe";

    private static readonly string[] Everybody = ["allUsers", "allAuthenticatedUsers"];

    private readonly ImageRegistryArgs args;
    private readonly Repository repository;

    /// <summary>Creates the repository and its grants.</summary>
    /// <exception cref="ArgumentException">A reader or writer is <c>allUsers</c> or <c>allAuthenticatedUsers</c>.</exception>
    public ImageRegistry(string name, ImageRegistryArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        this.repository = new Repository(name, CreateRepositoryArgs(), this.ProtectedChild(args.Protection).WithFixedName());
        RepositoryName = this.repository.RepositoryId;
        Url = Output.Format($"{Location}-docker.pkg.dev/{args.Project}/{this.repository.RepositoryId}");
        Grant($"{name}-reader", ImageRegistryRoles.Reader, args.Readers);
        Grant($"{name}-writer", ImageRegistryRoles.Writer, args.Writers);
        RegisterOutputs();
    }

    /// <summary>
    /// Address for pushing and pulling images: <c>HOST/PROJECT/REPOSITORY</c>; append <c>/NAME@DIGEST</c>.
    /// </summary>
    [Output("url")]
    public Output<string> Url { get; private set; }

    /// <summary>Google's name of the repository.</summary>
    [Output("repositoryName")]
    public Output<string> RepositoryName { get; private set; }

    /// <summary>Google's name of the images' location.</summary>
    public string Location { get; } = MultiRegion;

    private RepositoryArgs CreateRepositoryArgs()
    {
        var args = new RepositoryArgs
        {
            Project = this.args.Project,
            RepositoryId = this.args.PhysicalName,
            Location = Location,
            Format = "DOCKER",
            Mode = "STANDARD_REPOSITORY",
            Description = "Container images of the CRM.",
            // Neither an immutable tag nor its image can be deleted, so the clean-up below would delete nothing
            // (https://cloud.google.com/artifact-registry/docs/docker/names#versions; github.com/kubernetes/k8s.io/issues/8010).
            DockerConfig = new RepositoryDockerConfigArgs { ImmutableTags = false },
            VulnerabilityScanningConfig = new RepositoryVulnerabilityScanningConfigArgs { EnablementConfig = "INHERITED" },
            CleanupPolicyDryRun = false,
            CleanupPolicies =
            {
                new RepositoryCleanupPolicyArgs
                {
                    Id = "keep-newest",
                    Action = "KEEP",
                    MostRecentVersions = new RepositoryCleanupPolicyMostRecentVersionsArgs { KeepCount = this.args.KeptVersions },
                },
                new RepositoryCleanupPolicyArgs
                {
                    // An image that a KEEP policy matches is not deleted:
                    // https://cloud.google.com/artifact-registry/docs/repositories/cleanup-policy-overview.
                    Id = "delete-old",
                    Action = "DELETE",
                    Condition = new RepositoryCleanupPolicyConditionArgs
                    {
                        // Every deployed image has a tag, so a policy for untagged images would never delete one.
                        TagState = "ANY",
                        OlderThan = this.args.Retention.ToApiSeconds(),
                    },
                },
            },
            Labels = this.args.Labels.ToInputMap(),
        };
        if (this.args.Encryption.Id is { } key)
            args.KmsKeyName = key;
        return args;
    }

    private void Grant(string name, string role, IReadOnlyDictionary<string, Input<string>> members)
    {
        foreach (var (who, member) in members)
            _ = new RepositoryIamMember(
                $"{name}-{who}",
                new RepositoryIamMemberArgs
                {
                    Project = this.args.Project,
                    Location = Location,
                    Repository = this.repository.RepositoryId,
                    Role = role,
                    Member = member.Apply(Known),
                },
                this.Child()
            );
    }

    private string Known(string member) =>
        Everybody.Contains(member, StringComparer.OrdinalIgnoreCase)
            ? throw new ArgumentException(
                $"'{member}' may not use the image repository {this.args.PhysicalName}: it is private (CKV_GCP_101)."
            )
            : member;
}
