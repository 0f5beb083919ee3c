using System.Collections.Immutable;
using PmCrm.Components.Identity;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Identity;

public sealed class RestoreRehearserTests
{
    private const string CustomRole = "gcp:projects/iAMCustomRole:IAMCustomRole";
    private const string ProjectGrant = "gcp:projects/iAMMember:IAMMember";
    private const string AccountGrant = "gcp:serviceaccount/iAMMember:IAMMember";
    private const string Role = "kubernetes:rbac.authorization.k8s.io/v1:Role";
    private const string RoleBinding = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding";

    [Fact]
    public async Task Only_a_rehearsal_of_the_main_branch_acts_as_the_account() =>
        (await RecordAsync())
            .Only(AccountGrant)
            .ShouldCarry("role", "roles/iam.workloadIdentityUser")
            .ShouldCarry(
                "member",
                "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pmcrm-test/attribute.main_environment/staging-rehearsal"
            );

    [Theory]
    [InlineData("rehearser-read", "pmcrm_test_rehearsal_read", null)]
    [InlineData("rehearser-create", "pmcrm_test_rehearsal_create", null)]
    [InlineData(
        "rehearser-source",
        "pmcrm_test_rehearsal_source",
        "resource.type == 'sqladmin.googleapis.com/Instance' && resource.name == 'projects/pmcrm-test/instances/pmcrm-test'"
    )]
    [InlineData(
        "rehearser-clone",
        "pmcrm_test_rehearsal_clone",
        "resource.type == 'sqladmin.googleapis.com/Instance' && resource.name.startsWith('projects/pmcrm-test/instances/pmcrm-rehearsal-')"
    )]
    public async Task Each_custom_role_is_limited_to_its_instances(string name, string id, string? condition)
    {
        var plan = await RecordAsync();
        plan.Only(CustomRole, name).ShouldCarry("roleId", id).ShouldCarry("stage", "GA");
        var grant = plan.Only(ProjectGrant, name)
            .ShouldCarry("role", $"projects/pmcrm-test/roles/{id}")
            .ShouldCarry("member", "serviceAccount:pmcrm-test-restorer@project.iam.gserviceaccount.com");
        if (condition is null)
            grant.ShouldLack("condition");
        else
            grant.ShouldCarry("condition.expression", condition);
    }

    /// <summary>Google asks for it on the project, where a condition on an instance's name never holds.</summary>
    [Fact]
    public async Task Clone_may_be_made_in_the_project_and_nothing_else_comes_with_that() =>
        Assert.Equal(["cloudsql.instances.create"], Permissions((await RecordAsync()).Only(CustomRole, "rehearser-create")));

    [Fact]
    public async Task Nothing_but_a_clone_is_changed_or_deleted()
    {
        var plan = await RecordAsync();
        Assert.Equal(RestoreRehearser.ReadPermissions, Permissions(plan.Only(CustomRole, "rehearser-read")));
        Assert.Equal(["cloudsql.instances.clone"], Permissions(plan.Only(CustomRole, "rehearser-source")));
        Assert.Equal(
            ["cloudsql.instances.clone", "cloudsql.instances.delete", "cloudsql.instances.update"],
            Permissions(plan.Only(CustomRole, "rehearser-clone"))
        );
        Assert.Equal(
            ["cloudsql.instances.get", "cloudsql.instances.list", "container.clusters.connect", "container.clusters.get"],
            RestoreRehearser.ReadPermissions
        );
        Assert.Equal(4, plan.All(CustomRole).Count);
    }

    [Fact]
    public async Task It_has_none_of_Googles_predefined_roles() =>
        Assert.All((await RecordAsync()).All(ProjectGrant), grant =>
            Assert.StartsWith("projects/pmcrm-test/roles/", (string)grant.At("role")!, StringComparison.Ordinal)
        );

    [Fact]
    public async Task In_the_cluster_it_runs_a_job_reads_its_log_and_touches_no_secret()
    {
        var rules = (await RecordAsync())
            .Only(Role)
            .ShouldCarry("metadata.namespace", "crm")
            .ListAt("rules")
            .Cast<ImmutableDictionary<string, object>>()
            .ToDictionary(rule => Texts(rule["resources"]).Single(), rule => string.Join(" ", Texts(rule["verbs"])));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["deployments"] = "get",
                ["jobs"] = "create delete get",
                ["configmaps"] = "create delete",
                ["pods"] = "get list",
                ["pods/log"] = "get",
            },
            rules
        );
    }

    [Fact]
    public async Task The_role_in_the_cluster_is_bound_to_the_accounts_address_and_number()
    {
        var binding = (await RecordAsync()).Only(RoleBinding).ShouldCarry("roleRef.kind", "Role").ShouldCarry("metadata.namespace", "crm");
        Assert.Equal("pmcrm-test-restorer@project.iam.gserviceaccount.com", binding.At("subjects[0].name"));
        Assert.Equal(2, binding.ListAt("subjects").Length);
    }

    private static IEnumerable<string> Permissions(RecordedResource role) => role.ListAt("permissions").Cast<string>();

    private static IEnumerable<string> Texts(object list) => ((IEnumerable<object>)list).Cast<string>();

    private static async Task<Recording> RecordAsync() =>
        (
            await Recording.OfAsync(options => new RestoreRehearser(
                "rehearser",
                new RestoreRehearserArgs
                {
                    Project = Arrange.Project,
                    PhysicalName = Arrange.PhysicalName,
                    Environment = "staging",
                    PoolName = "projects/1/locations/global/workloadIdentityPools/pmcrm-test",
                    DatabaseInstance = Arrange.PhysicalName,
                    Namespace = "crm",
                    Worker = "crm-worker",
                    Labels = Arrange.Labels,
                },
                options
            ))
        ).Plan;
}
