using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using PmCrm.Components.Registry;
using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Components.Tests.Identity;

public sealed class ServiceAccountTests
{
    private const string Account = "gcp:serviceaccount/account:Account";
    private const string AccountGrant = "gcp:serviceaccount/iAMMember:IAMMember";
    private const string ProjectGrant = "gcp:projects/iAMMember:IAMMember";
    private const string RepositoryGrant = "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember";
    private const string SecretGrant = "gcp:secretmanager/secretIamMember:SecretIamMember";

    [Fact]
    public async Task Nodes_have_an_account_of_their_own() =>
        (await NodesAsync()).Plan.Only(Account).ShouldCarry("accountId", "pmcrm-test-nodes").ShouldCarry("project", Arrange.Project);

    [Fact]
    public async Task Nodes_have_one_role_on_the_project() =>
        (await NodesAsync())
            .Plan.Only(ProjectGrant)
            .ShouldCarry("role", "roles/container.defaultNodeServiceAccount")
            .ShouldCarry("member", "serviceAccount:pmcrm-test-nodes@project.iam.gserviceaccount.com");

    [Fact]
    public async Task Nodes_may_pull_from_the_repository_and_not_push() =>
        (await NodesAsync())
            .Plan.Only(RepositoryGrant)
            .ShouldCarry("role", "roles/artifactregistry.reader")
            .ShouldCarry("repository", "pmcrm-test")
            .ShouldCarry("location", "europe")
            .ShouldCarry("member", "serviceAccount:pmcrm-test-nodes@project.iam.gserviceaccount.com");

    [Fact]
    public async Task A_new_grant_of_the_nodes_does_not_make_their_address_unknown() =>
        Assert.Equal(["nodes"], await (await NodesAsync()).WaitsForAsync(n => n.Email));

    [Theory]
    [InlineData("nodes")]
    [InlineData("Capital-letters")]
    [InlineData("ends-with-a-dash-")]
    [InlineData("an-account-id-of-thirty-one-let")]
    public async Task An_account_id_that_Google_refuses_is_refused_here(string accountId)
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => NodesAsync(accountId));
        Assert.Contains($"'{accountId}' is not a service account id; accepted: 6 to 30", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workload_is_bound_to_one_Kubernetes_account() =>
        (await BackendAsync())
            .Plan.Only(AccountGrant)
            .ShouldCarry("role", "roles/iam.workloadIdentityUser")
            .ShouldCarry("serviceAccountId", "projects/project/serviceAccounts/backend")
            .ShouldCarry("member", "serviceAccount:pmcrm-test.svc.id.goog[pmcrm/pmcrm-backend]");

    [Fact]
    public async Task A_workload_reads_the_secrets_it_is_given_one_by_one()
    {
        var grants = (await BackendAsync()).Plan.All(SecretGrant);
        Assert.Equal(["secret-1", "secret-2"], grants.Select(grant => grant.At("secretId")));
        Assert.All(grants, grant =>
            grant
                .ShouldCarry("role", "roles/secretmanager.secretAccessor")
                .ShouldCarry("member", "serviceAccount:pmcrm-test-backend@project.iam.gserviceaccount.com")
        );
    }

    [Fact]
    public async Task A_workload_has_no_role_on_the_project() => (await BackendAsync()).Plan.None(ProjectGrant);

    [Fact]
    public async Task A_new_secret_of_a_workload_does_not_make_its_address_unknown()
    {
        var backend = await BackendAsync();
        Assert.Equal("pmcrm-test-backend@project.iam.gserviceaccount.com", await backend.ValueAsync(b => b.Email));
        Assert.Equal(["backend"], await backend.WaitsForAsync(b => b.Email));
    }

    private static Task<Recorded<NodeServiceAccount>> NodesAsync(string accountId = "pmcrm-test-nodes") =>
        Recording.OfAsync(options => new NodeServiceAccount(
            "nodes",
            new NodeServiceAccountArgs
            {
                Project = Arrange.Project,
                AccountId = accountId,
                PullsFrom = new Dictionary<string, ImageRegistry>
                {
                    ["images"] = new(
                        "images",
                        new ImageRegistryArgs
                        {
                            Project = Arrange.Project,
                            PhysicalName = Arrange.PhysicalName,
                            Encryption = EncryptionKey.GoogleManaged,
                            Labels = Arrange.Labels,
                        }
                    ),
                },
            },
            options
        ));

    private static Task<Recorded<WorkloadIdentityAccount>> BackendAsync() =>
        Recording.OfAsync(options => new WorkloadIdentityAccount(
            "backend",
            new WorkloadIdentityAccountArgs
            {
                Project = Arrange.Project,
                AccountId = "pmcrm-test-backend",
                WorkloadPool = "pmcrm-test.svc.id.goog",
                KubernetesNamespace = "pmcrm",
                KubernetesServiceAccount = "pmcrm-backend",
                ReadsSecrets = new Dictionary<string, Output<string>>
                {
                    ["first"] = Output.Create("secret-1"),
                    ["second"] = Output.Create("secret-2"),
                },
            },
            options
        ));
}
