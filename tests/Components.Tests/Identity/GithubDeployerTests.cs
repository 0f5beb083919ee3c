using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using PmCrm.Components.Registry;
using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Components.Tests.Identity;

public sealed class GithubDeployerTests
{
    private const string Provider = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider";
    private const string ProjectGrant = "gcp:projects/iAMMember:IAMMember";
    private const string AccountGrant = "gcp:serviceaccount/iAMMember:IAMMember";
    private const string Planner = "serviceAccount:pmcrm-test-planner@project.iam.gserviceaccount.com";
    private const string Pusher = "serviceAccount:pmcrm-test-pusher@project.iam.gserviceaccount.com";
    private const string Member = "serviceAccount:pmcrm-test-deployer@project.iam.gserviceaccount.com";

    [Fact]
    public async Task Only_tokens_that_GitHub_signs_are_accepted() =>
        (await RecordAsync())
            .Plan.Only(Provider)
            .ShouldCarry("oidc.issuerUri", "https://token.actions.githubusercontent.com")
            .ShouldCarry("workloadIdentityPoolId", "pmcrm-test");

    [Fact]
    public async Task Repository_owner_environment_and_branch_are_checked() =>
        (await RecordAsync())
            .Plan.Only(Provider)
            .ShouldCarry(
                "attributeCondition",
                "assertion.repository_id == '1234' && assertion.repository_owner_id == '56' && "
                    + "(assertion.environment == 'production-plan' || (assertion.environment in ['production-up', 'production-rehearsal'] "
                    + "&& assertion.ref == 'refs/heads/main'))"
            );

    [Theory]
    [InlineData("deployer-workload-identity", "attribute.main_environment/production-up")]
    [InlineData("deployer-pusher-workload-identity", "attribute.main_environment/production-plan")]
    [InlineData("deployer-planner-workload-identity", "attribute.environment/production-plan")]
    public async Task A_branch_neither_deploys_nor_pushes(string binding, string principals)
    {
        var plan = (await RecordAsync()).Plan;
        plan.Only(Provider)
            .ShouldCarry("attributeMapping['google.subject']", "assertion.sub")
            .ShouldCarry("attributeMapping['attribute.environment']", "assertion.environment")
            .ShouldCarry(
                "attributeMapping['attribute.main_environment']",
                "assertion.ref == 'refs/heads/main' ? assertion.environment : 'another branch'"
            );
        plan.Only(AccountGrant, binding)
            .ShouldCarry("role", "roles/iam.workloadIdentityUser")
            .ShouldCarry("member", $"principalSet://iam.googleapis.com/deployer-pool/{principals}");
    }

    [Fact]
    public async Task The_planner_only_reads_and_takes_the_states_lock()
    {
        var plan = (await RecordAsync()).Plan;
        Assert.Equal(
            ["roles/iam.securityReviewer", "roles/viewer"],
            plan.All(ProjectGrant).Where(grant => Equals(grant.At("member"), Planner)).Select(grant => grant.At("role"))
        );
        plan.Only("gcp:storage/bucketIAMMember:BucketIAMMember", "deployer-planner-state")
            .ShouldCarry("role", "roles/storage.objectUser")
            .ShouldCarry("member", Planner);
        plan.Only("gcp:artifactregistry/repositoryIamMember:RepositoryIamMember", "deployer-planner-images")
            .ShouldCarry("role", "roles/artifactregistry.reader")
            .ShouldCarry("member", Planner);
    }

    [Fact]
    public async Task The_pusher_writes_images_and_nothing_else()
    {
        var plan = (await RecordAsync()).Plan;
        plan.Only("gcp:artifactregistry/repositoryIamMember:RepositoryIamMember", "deployer-pusher-images")
            .ShouldCarry("role", "roles/artifactregistry.writer")
            .ShouldCarry("repository", "pmcrm-test");
        Assert.Single(plan.Resources, resource => Equals(resource.At("member"), Pusher));
    }

    [Fact]
    public async Task There_is_no_key() =>
        Assert.DoesNotContain((await RecordAsync()).Plan.Resources, resource => resource.Type.Contains("/key:", StringComparison.Ordinal));

    [Fact]
    public async Task The_deployer_has_the_platforms_roles()
    {
        var roles = (await RecordAsync())
            .Plan.All(ProjectGrant)
            .Where(grant => Equals(grant.At("member"), Member))
            .Select(grant => grant.At("role"));
        Assert.Equal([.. GithubDeployer.PlatformRoles, "roles/resourcemanager.projectIamAdmin"], roles);
    }

    [Theory]
    [InlineData("roles/owner")]
    [InlineData("roles/editor")]
    [InlineData("roles/iam.serviceAccountTokenCreator")]
    [InlineData("roles/iam.serviceAccountUser")]
    public async Task The_deployer_lacks_on_the_project(string role) =>
        Assert.DoesNotContain(role, (await RecordAsync()).Plan.All(ProjectGrant).Select(grant => grant.At("role")));

    [Fact]
    public async Task The_deployer_cannot_extend_its_permissions() =>
        (await RecordAsync())
            .Plan.Only(ProjectGrant, "deployer-resourcemanager-projectIamAdmin")
            .ShouldCarry(
                "condition.expression",
                "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/container.defaultNodeServiceAccount'])"
            );

    [Fact]
    public async Task A_condition_with_more_roles_than_Google_takes_is_refused()
    {
        var roles = Enumerable.Range(1, 11).Select(number => $"roles/test.role{number}").ToArray();
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync(roles));
        Assert.Contains("accepted: at most 10 roles, none from ProjectRoles", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployer_that_could_grant_its_own_role_is_refused() =>
        await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync("roles/cloudsql.admin"));

    [Fact]
    public async Task The_deployer_runs_nodes_as_their_account_and_as_no_other() =>
        (await RecordAsync())
            .Plan.Only(AccountGrant, "deployer-acts-as-nodes")
            .ShouldCarry("role", "roles/iam.serviceAccountUser")
            .ShouldCarry("serviceAccountId", "projects/pmcrm-test/serviceAccounts/nodes@example.test")
            .ShouldCarry("member", Member);

    [Fact]
    public async Task The_deployer_keeps_the_state_in_its_bucket() =>
        (await RecordAsync())
            .Plan.Only("gcp:storage/bucketIAMMember:BucketIAMMember", "deployer-state")
            .ShouldCarry("bucket", "pmcrm-test-state")
            .ShouldCarry("role", "roles/storage.objectAdmin")
            .ShouldCarry("member", Member);

    [Fact]
    public async Task The_workflow_learns_provider_and_account()
    {
        var deployer = await RecordAsync();
        Assert.Equal("deployer-github", await deployer.ValueAsync(d => d.ProviderName));
        Assert.Equal("pmcrm-test-planner@project.iam.gserviceaccount.com", await deployer.ValueAsync(d => d.PlannerEmail));
        Assert.Equal("pmcrm-test-pusher@project.iam.gserviceaccount.com", await deployer.ValueAsync(d => d.PusherEmail));
        Assert.Equal("pmcrm-test-deployer@project.iam.gserviceaccount.com", await deployer.ValueAsync(d => d.Email));
    }

    private static Task<Recorded<GithubDeployer>> RecordAsync(params string[] grantable) =>
        Recording.OfAsync(options => new GithubDeployer(
            "deployer",
            new GithubDeployerArgs
            {
                Project = Arrange.Project,
                PhysicalName = Arrange.PhysicalName,
                RepositoryId = 1234,
                RepositoryOwnerId = 56,
                Environment = "production",
                ActsAs = new Dictionary<string, Output<string>> { ["nodes"] = Output.Create("nodes@example.test") },
                GrantableRoles = grantable is [] ? [NodeServiceAccount.NodeRole] : grantable,
                Images = new ImageRegistry(
                    "images",
                    new ImageRegistryArgs
                    {
                        Project = Arrange.Project,
                        PhysicalName = Arrange.PhysicalName,
                        Encryption = EncryptionKey.GoogleManaged,
                        Labels = Arrange.Labels,
                    },
                    options
                ),
                StateBucket = "pmcrm-test-state",
            },
            options
        ));
}
