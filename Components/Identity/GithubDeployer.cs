using System.Globalization;
using PmCrm.Components.Common;
using PmCrm.Components.Registry;
using Pulumi;
using Pulumi.Gcp.ArtifactRegistry;
using Pulumi.Gcp.Iam;
using Pulumi.Gcp.Iam.Inputs;
using Pulumi.Gcp.Projects.Inputs;
using Pulumi.Gcp.ServiceAccount;
using Pulumi.Gcp.Storage;
using ProjectIAMMember = Pulumi.Gcp.Projects.IAMMember;
using ProjectIAMMemberArgs = Pulumi.Gcp.Projects.IAMMemberArgs;

namespace PmCrm.Components.Identity;

/// <summary>
/// Lets GitHub Actions deploy an environment without a key (CKV2_GCP_3), with three least-privilege service accounts: one previews and only
/// reads, one only pushes images, one deploys. GitHub signs a token for each job; Google checks that the job belongs to one repository of
/// one owner, by their numeric ids, and to one of three GitHub environments (CKV_GCP_118, CKV_GCP_125); <see cref="RestoreRehearser"/> uses
/// the third. All except the preview also require a workflow of the main branch.
/// </summary>
/// <example><c>examples/GithubDeployerExample.cs</c></example>
public sealed class GithubDeployer : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:identity:GithubDeployer";

    /// <summary>Issuer of the tokens of GitHub's jobs.</summary>
    public const string Issuer = "https://token.actions.githubusercontent.com";

    /// <summary>The only branch whose workflows push images and deploy.</summary>
    public const string DeployedRef = "refs/heads/main";

    private const string IamAdministrator = "roles/resourcemanager.projectIamAdmin";

    /// <summary>
    /// Most roles that Google accepts in one <c>hasOnly</c> of a condition
    /// (https://cloud.google.com/iam/docs/setting-limits-on-granting-roles): Google's own example splits longer lists into parts of ten
    /// (GoogleCloudPlatform/cloud-foundation-fabric, blueprints/cloud-operations/iam-delegated-role-grants/main.tf).
    /// </summary>
    private const int MaxGrantableRoles = 10;

    /// <summary>
    /// Roles needed to create and change the platform. With them the deployer can reach users' data: Cloud SQL's role exports databases,
    /// GKE's reads Secrets and runs commands in pods, Secret Manager's reads every secret. It cannot grant a role of this list to itself or
    /// others; only an owner of the project changes these grants. <c>iam.securityReviewer</c> reads IAM policies; without the state
    /// bucket's policy (<c>storage.buckets.getIamPolicy</c>) a refresh fails.
    /// </summary>
    public static readonly IReadOnlyList<string> PlatformRoles =
    [
        "roles/artifactregistry.admin",
        "roles/binaryauthorization.policyEditor",
        "roles/cloudkms.admin",
        "roles/cloudsql.admin",
        "roles/compute.networkAdmin",
        "roles/compute.securityAdmin",
        "roles/container.admin",
        "roles/iam.securityReviewer",
        "roles/iam.serviceAccountAdmin",
        "roles/iam.workloadIdentityPoolAdmin",
        "roles/logging.configWriter",
        "roles/monitoring.editor",
        "roles/pubsub.admin",
        "roles/redis.admin",
        "roles/secretmanager.admin",
        "roles/serviceusage.serviceUsageAdmin",
    ];

    /// <summary>
    /// Roles needed for a preview: reading settings and policies. Neither role reads a secret's value or a bucket's objects; <c>viewer</c>
    /// may start an export of the database into a bucket that the instance's account may write to. docs/access.md lists what else the
    /// account can reach.
    /// </summary>
    public static readonly IReadOnlyList<string> PlannerRoles = ["roles/iam.securityReviewer", "roles/viewer"];

    private readonly GithubDeployerArgs args;
    private readonly WorkloadIdentityPool pool;

    /// <summary>Creates the pool, the provider, the accounts and their grants.</summary>
    /// <exception cref="ArgumentException">The deployer could grant more roles than a condition accepts, or one that it has
    /// itself.</exception>
    public GithubDeployer(string name, GithubDeployerArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        if (args.GrantableRoles.Count > MaxGrantableRoles || args.GrantableRoles.Intersect(args.ProjectRoles).Any())
            throw new ArgumentException(
                $"GrantableRoles is {string.Join(", ", args.GrantableRoles)}; accepted: at most {MaxGrantableRoles} roles, none from ProjectRoles.",
                nameof(args)
            );

        this.pool = new WorkloadIdentityPool(
            $"{name}-pool",
            new WorkloadIdentityPoolArgs
            {
                Project = args.Project,
                WorkloadIdentityPoolId = args.PhysicalName,
                DisplayName = "GitHub Actions",
                Description = $"Jobs of GitHub Actions for {args.Environment}.",
            },
            this.Child().WithFixedName()
        );
        var provider = CreateProvider($"{name}-github");
        var deployer = CreateAccount(name, "deployer", $"Deploys {args.Environment}.", $"attribute.main_environment/{UpEnvironment}");
        var planner = CreateAccount(
            $"{name}-planner",
            "planner",
            $"Previews {args.Environment}; only reads.",
            $"attribute.environment/{PlanEnvironment}"
        );
        var pusher = CreateAccount(
            $"{name}-pusher",
            "pusher",
            $"Pushes images of {args.Environment} and does nothing else.",
            $"attribute.main_environment/{PlanEnvironment}"
        );
        GrantOnProject(name, deployer);
        GrantElsewhere(name, deployer);
        foreach (var role in PlannerRoles)
            GrantRole($"{name}-planner", role, planner);
        // A preview takes the state's lock, which is an object (pkg/backend/diy/backend.go).
        if (args.StateBucket is { } bucket)
            GrantState($"{name}-planner", bucket, "roles/storage.objectUser", planner);
        if (args.Images is { } images)
        {
            GrantImages($"{name}-pusher", images, ImageRegistryRoles.Writer, pusher);
            // A rollback reads the image's manifest to check its provenance.
            GrantImages($"{name}-planner", images, ImageRegistryRoles.Reader, planner);
        }

        PoolName = this.pool.Name;
        ProviderName = provider.Name;
        Email = deployer.Email;
        PlannerEmail = planner.Email;
        PusherEmail = pusher.Email;
        RegisterOutputs();
    }

    /// <summary>Name of the GitHub environment whose jobs rehearse a restore.</summary>
    /// <param name="environment">What is rehearsed, for example <c>production</c>.</param>
    public static string RehearsalEnvironment(string environment) => $"{environment}-rehearsal";

    /// <summary>Full name of the pool.</summary>
    [Output("poolName")]
    public Output<string> PoolName { get; private set; }

    /// <summary>Full name of the provider, for the workflow's variable <c>GCP_WORKLOAD_IDENTITY_PROVIDER</c>.</summary>
    [Output("providerName")]
    public Output<string> ProviderName { get; private set; }

    /// <summary>Address of the account that deploys, for the workflow's variable <c>GCP_DEPLOYER</c>.</summary>
    [Output("email")]
    public Output<string> Email { get; private set; }

    /// <summary>Address of the account that previews, for the workflow's variable <c>GCP_PLANNER</c>.</summary>
    [Output("plannerEmail")]
    public Output<string> PlannerEmail { get; private set; }

    /// <summary>Address of the account that pushes images, for the workflow's variable <c>GCP_PUSHER</c>.</summary>
    [Output("pusherEmail")]
    public Output<string> PusherEmail { get; private set; }

    private string PlanEnvironment => $"{this.args.Environment}-plan";

    private string UpEnvironment => $"{this.args.Environment}-up";

    private WorkloadIdentityPoolProvider CreateProvider(string name) =>
        new(
            name,
            new WorkloadIdentityPoolProviderArgs
            {
                Project = this.args.Project,
                WorkloadIdentityPoolId = this.pool.WorkloadIdentityPoolId,
                WorkloadIdentityPoolProviderId = "github",
                DisplayName = "GitHub",
                Oidc = new WorkloadIdentityPoolProviderOidcArgs { IssuerUri = Issuer },
                AttributeMapping =
                {
                    ["google.subject"] = "assertion.sub",
                    ["attribute.environment"] = "assertion.environment",
                    // The environment if the workflow runs on the main branch; otherwise a text that no environment's name equals.
                    ["attribute.main_environment"] = $"assertion.ref == '{DeployedRef}' ? assertion.environment : 'another branch'",
                },
                AttributeCondition = string.Create(
                    CultureInfo.InvariantCulture,
                    $"assertion.repository_id == '{this.args.RepositoryId}' && assertion.repository_owner_id == '{this.args.RepositoryOwnerId}' && "
                        + $"(assertion.environment == '{PlanEnvironment}' || (assertion.environment in ['{UpEnvironment}', "
                        + $"'{RehearsalEnvironment(this.args.Environment)}'] && assertion.ref == '{DeployedRef}'))"
                ),
            },
            this.Child().WithFixedName()
        );

    private Account CreateAccount(string name, string role, string description, string attribute)
    {
        var account = new Account(
            name,
            new AccountArgs
            {
                Project = this.args.Project,
                AccountId = ServiceAccountId.Checked($"{this.args.PhysicalName}-{role}"),
                DisplayName = $"GitHub Actions: {role}",
                Description = description,
            },
            this.Child().WithFixedName()
        );
        _ = new IAMMember(
            $"{name}-workload-identity",
            new IAMMemberArgs
            {
                ServiceAccountId = account.Name,
                Role = WorkloadIdentityAccount.UserRole,
                Member = Output.Format($"principalSet://iam.googleapis.com/{this.pool.Name}/{attribute}"),
            },
            this.Child()
        );
        return account;
    }

    private void GrantOnProject(string name, Account deployer)
    {
        foreach (var role in this.args.ProjectRoles)
            GrantRole(name, role, deployer);
        // Without the condition the deployer could make itself the project's owner.
        GrantRole(
            name,
            IamAdministrator,
            deployer,
            new IAMMemberConditionArgs
            {
                Title = "node-roles-only",
                Description = "Grants and takes back what cluster nodes need, nothing else.",
                Expression =
                    "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(["
                    + $"{string.Join(", ", this.args.GrantableRoles.Select(role => $"'{role}'"))}])",
            }
        );
    }

    private void GrantRole(string name, string role, Account account, IAMMemberConditionArgs? condition = null)
    {
        var args = new ProjectIAMMemberArgs
        {
            Project = this.args.Project,
            Role = role,
            Member = MemberOf(account),
        };
        if (condition is not null)
            args.Condition = condition;
        _ = new ProjectIAMMember($"{name}-{role["roles/".Length..].Replace('.', '-')}", args, this.Child());
    }

    private void GrantElsewhere(string name, Account deployer)
    {
        foreach (var (other, email) in this.args.ActsAs)
            _ = new IAMMember(
                $"{name}-acts-as-{other}",
                new IAMMemberArgs
                {
                    ServiceAccountId = Output.Format($"projects/{this.args.Project}/serviceAccounts/{email}"),
                    Role = "roles/iam.serviceAccountUser",
                    Member = MemberOf(deployer),
                },
                this.Child()
            );
        if (this.args.StateBucket is { } bucket)
            GrantState(name, bucket, "roles/storage.objectAdmin", deployer);
    }

    private void GrantState(string name, Input<string> bucket, string role, Account account) =>
        _ = new BucketIAMMember(
            $"{name}-state",
            new BucketIAMMemberArgs
            {
                Bucket = bucket,
                Role = role,
                Member = MemberOf(account),
            },
            this.Child()
        );

    private void GrantImages(string name, ImageRegistry images, string role, Account account) =>
        _ = new RepositoryIamMember(
            $"{name}-images",
            new RepositoryIamMemberArgs
            {
                Project = this.args.Project,
                Location = images.Location,
                Repository = images.RepositoryName,
                Role = role,
                Member = MemberOf(account),
            },
            this.Child()
        );

    private static Output<string> MemberOf(Account account) => Output.Format($"serviceAccount:{account.Email}");
}
