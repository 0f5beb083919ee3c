using PmCrm.Components.Common;
using PmCrm.Components.Registry;
using Pulumi;
using Pulumi.Gcp.ArtifactRegistry;
using Pulumi.Gcp.ServiceAccount;
using ProjectIAMMember = Pulumi.Gcp.Projects.IAMMember;
using ProjectIAMMemberArgs = Pulumi.Gcp.Projects.IAMMemberArgs;

namespace PmCrm.Components.Identity;

/// <summary>
/// The account that a cluster's nodes run as instead of Compute Engine's default one, which may edit the whole project
/// (CIS GKE 5.2.1, CKV2_GCP_1). It may only write logs and metrics and pull images from named repositories.
/// </summary>
/// <example><c>examples/NodeServiceAccountExample.cs</c></example>
public sealed class NodeServiceAccount : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:identity:NodeServiceAccount";

    /// <summary>
    /// The least-privilege role for a node: https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster.
    /// </summary>
    public const string NodeRole = "roles/container.defaultNodeServiceAccount";

    /// <summary>Creates the account and its grants.</summary>
    public NodeServiceAccount(string name, NodeServiceAccountArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        var account = new Account(
            name,
            new AccountArgs
            {
                Project = args.Project,
                AccountId = ServiceAccountId.Checked(args.AccountId),
                DisplayName = "Cluster nodes",
                Description = "Nodes of the CRM's cluster: report logs and metrics, pull images.",
            },
            this.Child().WithFixedName()
        );
        var member = Output.Format($"serviceAccount:{account.Email}");
        _ = new ProjectIAMMember(
            $"{name}-node",
            new ProjectIAMMemberArgs
            {
                Project = args.Project,
                Role = NodeRole,
                Member = member,
            },
            this.Child()
        );
        foreach (var (key, registry) in args.PullsFrom)
            _ = new RepositoryIamMember(
                $"{name}-pulls-{key}",
                new RepositoryIamMemberArgs
                {
                    Project = args.Project,
                    Location = registry.Location,
                    Repository = registry.RepositoryName,
                    Role = ImageRegistryRoles.Reader,
                    Member = member,
                },
                this.Child()
            );

        Email = account.Email;
        RegisterOutputs();
    }

    /// <summary>The account's address. A cluster must depend on this component: without its grants, nodes cannot pull images.</summary>
    [Output("email")]
    public Output<string> Email { get; private set; }
}
