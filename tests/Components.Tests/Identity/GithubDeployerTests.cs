using PmCrm.Components.Identity;
using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Components.Tests.Identity;

public sealed class GithubDeployerTests
{
    private const string Provider = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider";
    private const string ProjectGrant = "gcp:projects/iAMMember:IAMMember";
    private const string AccountGrant = "gcp:serviceaccount/iAMMember:IAMMember";
    private const string Member = "serviceAccount:pmcrm-test-deployer@project.iam.gserviceaccount.com";

    [Fact]
    public async Task Only_tokens_that_GitHub_signs_are_accepted()
        => (await RecordAsync()).Plan.Only(Provider)
            .ShouldCarry("oidc.issuerUri", "https://token.actions.githubusercontent.com")
            .ShouldCarry("workloadIdentityPoolId", "pmcrm-test");

    [Fact]
    public async Task Repository_owner_and_environment_are_checked_by_number_and_name()
        => (await RecordAsync()).Plan.Only(Provider).ShouldCarry(
            "attributeCondition",
            "assertion.repository_id == '1234' && assertion.repository_owner_id == '56' && assertion.environment == 'production'");

    [Fact]
    public async Task What_is_checked_is_mapped()
        => (await RecordAsync()).Plan.Only(Provider)
            .ShouldCarry("attributeMapping['google.subject']", "assertion.sub")
            .ShouldCarry("attributeMapping['attribute.repository_id']", "assertion.repository_id")
            .ShouldCarry("attributeMapping['attribute.repository_owner_id']", "assertion.repository_owner_id")
            .ShouldCarry("attributeMapping['attribute.environment']", "assertion.environment");

    [Fact]
    public async Task Only_the_repository_may_act_as_the_deployer()
        => (await RecordAsync()).Plan.Only(AccountGrant, "deployer-workload-identity")
            .ShouldCarry("role", "roles/iam.workloadIdentityUser")
            .ShouldCarry("member", "principalSet://iam.googleapis.com/deployer-pool/attribute.repository_id/1234");

    [Fact]
    public async Task There_is_no_key()
        => Assert.DoesNotContain((await RecordAsync()).Plan.Resources, resource => resource.Type.Contains("/key:", StringComparison.Ordinal));

    [Fact]
    public async Task The_deployer_has_the_platforms_roles()
    {
        var roles = (await RecordAsync()).Plan.All(ProjectGrant).Select(grant => grant.At("role"));
        Assert.Equal([.. GithubDeployer.PlatformRoles, "roles/resourcemanager.projectIamAdmin"], roles);
    }

    [Theory]
    [InlineData("roles/owner")]
    [InlineData("roles/editor")]
    [InlineData("roles/iam.serviceAccountTokenCreator")]
    [InlineData("roles/iam.serviceAccountUser")]
    public async Task The_deployer_lacks_on_the_project(string role)
        => Assert.DoesNotContain(role, (await RecordAsync()).Plan.All(ProjectGrant).Select(grant => grant.At("role")));

    [Fact]
    public async Task The_deployer_may_grant_the_platforms_roles_only()
    {
        var condition = (string)(await RecordAsync()).Plan
            .Only(ProjectGrant, "deployer-resourcemanager-projectIamAdmin").At("condition.expression")!;
        Assert.StartsWith("api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/artifactregistry.admin', ", condition, StringComparison.Ordinal);
        Assert.EndsWith("'roles/container.defaultNodeServiceAccount'])", condition, StringComparison.Ordinal);
        Assert.DoesNotContain("projectIamAdmin", condition, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_deployer_runs_nodes_as_their_account_and_as_no_other()
        => (await RecordAsync()).Plan.Only(AccountGrant, "deployer-acts-as-nodes")
            .ShouldCarry("role", "roles/iam.serviceAccountUser")
            .ShouldCarry("serviceAccountId", "projects/pmcrm-test/serviceAccounts/nodes@example.test")
            .ShouldCarry("member", Member);

    [Fact]
    public async Task The_deployer_keeps_the_state_in_its_bucket()
        => (await RecordAsync()).Plan.Only("gcp:storage/bucketIAMMember:BucketIAMMember")
            .ShouldCarry("bucket", "pmcrm-test-state")
            .ShouldCarry("role", "roles/storage.objectAdmin")
            .ShouldCarry("member", Member);

    [Fact]
    public async Task The_workflow_learns_provider_and_account()
    {
        var deployer = await RecordAsync();
        Assert.Equal("deployer-github", await deployer.ValueAsync(d => d.ProviderName));
        Assert.Equal("pmcrm-test-deployer@project.iam.gserviceaccount.com", await deployer.ValueAsync(d => d.Email));
    }

    private static Task<Recorded<GithubDeployer>> RecordAsync()
        => Recording.OfAsync(options => new GithubDeployer("deployer", new GithubDeployerArgs
        {
            Project = Arrange.Project,
            PhysicalName = Arrange.PhysicalName,
            RepositoryId = 1234,
            RepositoryOwnerId = 56,
            Environment = "production",
            ActsAs = new Dictionary<string, Output<string>> { ["nodes"] = Output.Create("nodes@example.test") },
            StateBucket = "pmcrm-test-state",
        }, options));
}
