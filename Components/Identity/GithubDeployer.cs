using System.Globalization;
using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Gcp.Iam;
using Pulumi.Gcp.Iam.Inputs;
using Pulumi.Gcp.Projects.Inputs;
using Pulumi.Gcp.ServiceAccount;
using Pulumi.Gcp.Storage;
using ProjectIAMMember = Pulumi.Gcp.Projects.IAMMember;
using ProjectIAMMemberArgs = Pulumi.Gcp.Projects.IAMMemberArgs;

namespace PmCrm.Components.Identity;

/// <summary>
/// Lets GitHub Actions deploy without a key (CKV2_GCP_3): GitHub vouches for a job, Google checks that it belongs to one repository of
/// one owner, by their numbers, and runs in one GitHub environment (CKV_GCP_118, CKV_GCP_125), and lends it the deployer's account.
/// </summary>
/// <example>
/// <code>
/// var deployer = new GithubDeployer("deployer", new GithubDeployerArgs
/// {
///     Project = "my-project",
///     PhysicalName = "crm-production",
///     RepositoryId = 123456789,
///     RepositoryOwnerId = 987654,
///     Environment = "production",
/// });
/// var workflowVariables = (deployer.ProviderName, deployer.Email);
/// </code>
/// </example>
public sealed class GithubDeployer : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:identity:GithubDeployer";

    /// <summary>Who signs the tokens of GitHub's jobs.</summary>
    public const string Issuer = "https://token.actions.githubusercontent.com";

    private const string IamAdministrator = "roles/resourcemanager.projectIamAdmin";

    /// <summary>
    /// What creating and changing the platform takes; nothing that reads users' data or logs. Secret Manager's role reads secrets, too: the
    /// deployer is who writes them.
    /// </summary>
    public static readonly IReadOnlyList<string> PlatformRoles =
    [
        "roles/artifactregistry.admin",
        "roles/cloudkms.admin",
        "roles/cloudsql.admin",
        "roles/compute.networkAdmin",
        "roles/compute.securityAdmin",
        "roles/container.admin",
        "roles/iam.serviceAccountAdmin",
        "roles/iam.workloadIdentityPoolAdmin",
        "roles/logging.configWriter",
        "roles/monitoring.editor",
        "roles/pubsub.admin",
        "roles/redis.admin",
        "roles/secretmanager.admin",
        "roles/serviceusage.serviceUsageAdmin",
    ];

    private readonly GithubDeployerArgs _args;

    /// <summary>Creates the pool, the provider, the account and its grants.</summary>
    public GithubDeployer(string name, GithubDeployerArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        _args = args;
        var repository = args.RepositoryId.ToString(CultureInfo.InvariantCulture);
        var pool = new WorkloadIdentityPool($"{name}-pool", new WorkloadIdentityPoolArgs
        {
            Project = args.Project,
            WorkloadIdentityPoolId = args.PhysicalName,
            DisplayName = "GitHub Actions",
            Description = $"Jobs of GitHub Actions in the environment {args.Environment}.",
        }, this.Child().WithFixedName());
        var provider = CreateProvider($"{name}-github", pool, repository);
        var account = new Account(name, new AccountArgs
        {
            Project = args.Project,
            AccountId = ServiceAccountId.Checked($"{args.PhysicalName}-deployer"),
            DisplayName = "Deployer",
            Description = $"What GitHub Actions deploys {args.Environment} as.",
        }, this.Child().WithFixedName());
        var member = Output.Format($"serviceAccount:{account.Email}");
        _ = new IAMMember($"{name}-workload-identity", new IAMMemberArgs
        {
            ServiceAccountId = account.Name,
            Role = WorkloadIdentityAccount.UserRole,
            Member = Output.Format($"principalSet://iam.googleapis.com/{pool.Name}/attribute.repository_id/{repository}"),
        }, this.Child());
        GrantOnProject(name, member);
        GrantElsewhere(name, member);

        ProviderName = provider.Name;
        Email = account.Email;
        RegisterOutputs();
    }

    /// <summary>Full name of the provider, for the workflow's variable <c>GCP_WORKLOAD_IDENTITY_PROVIDER</c>.</summary>
    [Output("providerName")]
    public Output<string> ProviderName { get; private set; }

    /// <summary>Address of the account, for the workflow's variable <c>GCP_DEPLOYER</c>.</summary>
    [Output("email")]
    public Output<string> Email { get; private set; }

    private WorkloadIdentityPoolProvider CreateProvider(string name, WorkloadIdentityPool pool, string repository) => new(name, new WorkloadIdentityPoolProviderArgs
    {
        Project = _args.Project,
        WorkloadIdentityPoolId = pool.WorkloadIdentityPoolId,
        WorkloadIdentityPoolProviderId = "github",
        DisplayName = "GitHub",
        Oidc = new WorkloadIdentityPoolProviderOidcArgs { IssuerUri = Issuer },
        AttributeMapping =
        {
            ["google.subject"] = "assertion.sub",
            ["attribute.repository_id"] = "assertion.repository_id",
            ["attribute.repository_owner_id"] = "assertion.repository_owner_id",
            ["attribute.environment"] = "assertion.environment",
        },
        AttributeCondition = string.Create(CultureInfo.InvariantCulture,
            $"assertion.repository_id == '{repository}' && assertion.repository_owner_id == '{_args.RepositoryOwnerId}' && assertion.environment == '{_args.Environment}'"),
    }, this.Child().WithFixedName());

    private void GrantOnProject(string name, Output<string> member)
    {
        foreach (var role in _args.ProjectRoles)
            _ = new ProjectIAMMember($"{name}-{ShortName(role)}", new ProjectIAMMemberArgs
            {
                Project = _args.Project,
                Role = role,
                Member = member,
            }, this.Child());
        // Without the condition it could make itself the project's owner.
        var grantable = _args.ProjectRoles.Concat(_args.GrantableRoles).Select(role => $"'{role}'");
        _ = new ProjectIAMMember($"{name}-{ShortName(IamAdministrator)}", new ProjectIAMMemberArgs
        {
            Project = _args.Project,
            Role = IamAdministrator,
            Member = member,
            Condition = new IAMMemberConditionArgs
            {
                Title = "platform-roles-only",
                Description = "Grants and takes back the platform's roles, no others.",
                Expression = $"api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([{string.Join(", ", grantable)}])",
            },
        }, this.Child());
    }

    private void GrantElsewhere(string name, Output<string> member)
    {
        foreach (var (other, email) in _args.ActsAs)
            _ = new IAMMember($"{name}-acts-as-{other}", new IAMMemberArgs
            {
                ServiceAccountId = Output.Format($"projects/{_args.Project}/serviceAccounts/{email}"),
                Role = "roles/iam.serviceAccountUser",
                Member = member,
            }, this.Child());
        if (_args.StateBucket is { } bucket)
            _ = new BucketIAMMember($"{name}-state", new BucketIAMMemberArgs
            {
                Bucket = bucket,
                Role = "roles/storage.objectAdmin",
                Member = member,
            }, this.Child());
    }

    private static string ShortName(string role) => role["roles/".Length..].Replace('.', '-');
}
