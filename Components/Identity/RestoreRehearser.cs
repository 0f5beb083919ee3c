using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Gcp.Projects;
using Pulumi.Gcp.Projects.Inputs;
using Pulumi.Gcp.ServiceAccount;
using AccountIAMMember = Pulumi.Gcp.ServiceAccount.IAMMember;
using AccountIAMMemberArgs = Pulumi.Gcp.ServiceAccount.IAMMemberArgs;
using MetaArgs = Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using ProjectIAMMember = Pulumi.Gcp.Projects.IAMMember;
using ProjectIAMMemberArgs = Pulumi.Gcp.Projects.IAMMemberArgs;
using Rbac = Pulumi.Kubernetes.Rbac.V1;
using RbacArgs = Pulumi.Kubernetes.Types.Inputs.Rbac.V1;

namespace PmCrm.Components.Identity;

/// <summary>
/// The account that rehearses a restore from GitHub: it clones one database, has a job in the cluster verify the clone, and removes both.
/// It may only change and delete instances whose names begin with <see cref="ClonePrefix"/>. It can create one of any name: Google checks
/// that on the project.
/// </summary>
/// <remarks>
/// <para>
/// Cloud SQL supports conditions on an instance's name (https://cloud.google.com/sql/docs/postgres/iam-conditions); which permission a
/// command needs: https://cloud.google.com/sql/docs/postgres/iam-permissions. The permission to read instances has no condition: cloning
/// waits for an operation, and an operation has no instance name to compare. The planner can read the same by <c>roles/viewer</c>.
/// </para>
/// <para>
/// A clone needs more than <c>cloudsql.instances.clone</c>, the only permission the documentation names. The audit log of a rehearsal in
/// another project shows <c>cloudsql.instances.create</c> refused on <c>projects/PROJECT</c> for an account that had the first on the
/// source (ajoe734/drts-fleet-platform, infra/gcp/dev/ops-drill/OPS-DRILL-CLONE-CREATE-PERMISSION-20261010.md). A project has no instance
/// name, so no condition can narrow this permission.
/// </para>
/// <para>
/// A Kubernetes role cannot limit what a job runs: whoever creates a job in the namespace can reach what the namespace's pods can reach,
/// here the worker's secrets. An owner of the project creates these grants, like those of <see cref="GithubDeployer"/>.
/// </para>
/// </remarks>
/// <example><c>examples/RestoreRehearserExample.cs</c></example>
public sealed class RestoreRehearser : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:identity:RestoreRehearser";

    /// <summary>Prefix of every clone's name; <c>eng/remove-rehearsal</c> removes nothing else.</summary>
    public const string ClonePrefix = "pmcrm-rehearsal-";

    /// <summary>
    /// On the project: to find instances and operations, and to connect to the cluster, where a <c>Role</c> grants the rest.
    /// </summary>
    public static readonly IReadOnlyList<string> ReadPermissions =
    [
        "cloudsql.instances.get",
        "cloudsql.instances.list",
        "container.clusters.connect",
        "container.clusters.get",
    ];

    /// <summary>On the database that is cloned.</summary>
    public static readonly IReadOnlyList<string> SourcePermissions = ["cloudsql.instances.clone"];

    /// <summary>On the project, which the new instance belongs to.</summary>
    public static readonly IReadOnlyList<string> CreatePermissions = ["cloudsql.instances.create"];

    /// <summary>
    /// On its clones. A clone inherits the deletion protection of its source, so it is turned off before the clone is deleted.
    /// </summary>
    public static readonly IReadOnlyList<string> ClonePermissions =
    [
        "cloudsql.instances.clone",
        "cloudsql.instances.delete",
        "cloudsql.instances.update",
    ];

    private const string InstanceType = "sqladmin.googleapis.com/Instance";
    private const string RbacGroup = "rbac.authorization.k8s.io";

    private readonly RestoreRehearserArgs args;
    private readonly Output<string> member;

    /// <summary>Creates the account, its roles at Google and its role in the namespace.</summary>
    public RestoreRehearser(string name, RestoreRehearserArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        var account = new Account(
            name,
            new AccountArgs
            {
                Project = args.Project,
                // Not longer than the deployer's id, so that every prefix that fits the deployer also fits here.
                AccountId = ServiceAccountId.Checked($"{args.PhysicalName}-restorer"),
                DisplayName = "GitHub Actions: restore rehearsal",
                Description = $"Clones the database of {args.Environment}, has the clone verified, and removes it.",
            },
            this.Child().WithFixedName()
        );
        this.member = Output.Format($"serviceAccount:{account.Email}");
        _ = new AccountIAMMember(
            $"{name}-workload-identity",
            new AccountIAMMemberArgs
            {
                ServiceAccountId = account.Name,
                Role = WorkloadIdentityAccount.UserRole,
                Member = Output.Format(
                    $"principalSet://iam.googleapis.com/{args.PoolName}/attribute.main_environment/{GithubDeployer.RehearsalEnvironment(args.Environment)}"
                ),
            },
            this.Child()
        );
        Grant($"{name}-read", "read", "find instances, reach the cluster", ReadPermissions, condition: null);
        Grant($"{name}-create", "create", "make the clone's instance", CreatePermissions, condition: null);
        Grant(
            $"{name}-source",
            "source",
            "clone the database",
            SourcePermissions,
            Output.Format($"resource.name == '{Instances}{args.DatabaseInstance}'")
        );
        Grant(
            $"{name}-clone",
            "clone",
            "change and delete clones",
            ClonePermissions,
            Output.Format($"resource.name.startsWith('{Instances}{ClonePrefix}')")
        );
        GrantInCluster(name, account);
        Email = account.Email;
        RegisterOutputs();
    }

    /// <summary>Address of the account, for the workflow's variable <c>GCP_RESTORER</c>.</summary>
    [Output("email")]
    public Output<string> Email { get; private set; }

    private Output<string> Instances => Output.Format($"projects/{this.args.Project}/instances/");

    private void Grant(string name, string key, string title, IReadOnlyList<string> permissions, Output<string>? condition)
    {
        var id = $"{this.args.PhysicalName.Replace('-', '_')}_rehearsal_{key}";
        var role = new IAMCustomRole(
            name,
            new IAMCustomRoleArgs
            {
                Project = this.args.Project,
                RoleId = id,
                Title = $"Restore rehearsal of {this.args.Environment}: {key}",
                Description = $"May {title}, and nothing else.",
                Permissions = permissions.ToArray(),
                Stage = "GA",
            },
            this.Child().WithFixedName()
        );
        var grant = new ProjectIAMMemberArgs
        {
            Project = this.args.Project,
            Role = Output.Format($"projects/{this.args.Project}/roles/{id}"),
            Member = this.member,
        };
        if (condition is not null)
            grant.Condition = new IAMMemberConditionArgs
            {
                Title = $"rehearsal-{key}",
                Description = $"May {title}.",
                Expression = Output.Format($"resource.type == '{InstanceType}' && {condition}"),
            };
        _ = new ProjectIAMMember(name, grant, this.Child(role));
    }

    private void GrantInCluster(string name, Account account)
    {
        var role = new Rbac.Role(name, new RbacArgs.RoleArgs { Metadata = Named("restore-rehearsal"), Rules = Rules() }, this.Child());
        _ = new Rbac.RoleBinding(
            name,
            new RbacArgs.RoleBindingArgs
            {
                Metadata = Named("restore-rehearsal"),
                RoleRef = new RbacArgs.RoleRefArgs
                {
                    ApiGroup = RbacGroup,
                    Kind = "Role",
                    Name = "restore-rehearsal",
                },
                // GKE identifies an account by its e-mail address, or by its unique id where the token does not contain the address
                // (https://cloud.google.com/kubernetes-engine/docs/how-to/role-based-access-control).
                Subjects = new[] { User(account.Email), User(account.UniqueId) },
            },
            this.Child(role)
        );
    }

    // What eng/rehearse-restore and eng/remove-rehearsal use kubectl for. Most rules name no object, because its name is not known yet.
    private RbacArgs.PolicyRuleArgs[] Rules() =>
        [
            Rule("apps", "deployments", ["get"], this.args.Worker),
            Rule("batch", "jobs", ["create", "delete", "get"]),
            Rule("", "configmaps", ["create", "delete"]),
            Rule("", "pods", ["get", "list"]),
            Rule("", "pods/log", ["get"]),
        ];

    private static RbacArgs.PolicyRuleArgs Rule(string group, string resource, string[] verbs, params string[] names)
    {
        var rule = new RbacArgs.PolicyRuleArgs
        {
            ApiGroups = group,
            Resources = resource,
            Verbs = verbs,
        };
        if (names.Length > 0)
            rule.ResourceNames = names;
        return rule;
    }

    private static RbacArgs.SubjectArgs User(Output<string> name) =>
        new()
        {
            ApiGroup = RbacGroup,
            Kind = "User",
            Name = name,
        };

    private MetaArgs.ObjectMetaArgs Named(string name) =>
        new()
        {
            Name = name,
            Namespace = this.args.Namespace,
            Labels = KubernetesLabels.Of(this.args.Labels),
        };
}
