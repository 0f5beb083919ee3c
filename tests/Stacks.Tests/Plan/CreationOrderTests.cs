using PmCrm.Preview.Plan;

namespace PmCrm.Stacks.Tests.Plan;

public sealed class CreationOrderTests
{
    public static TheoryData<string> Stacks => ["staging", "production"];

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Apis_come_before_what_needs_them(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        foreach (var (type, resource, api) in new[]
        {
            ("Network", "network", "services-compute"),
            ("Cluster", "cluster", "services-container"),
            ("DatabaseInstance", "database", "services-sqladmin"),
            ("Instance", "cache", "services-redis"),
            ("Connection", "network-private-services-connection", "services-servicenetworking"),
            ("Repository", "images", "services-artifactregistry"),
        })
        {
            Assert.True(stack.Waits(stack.Only(type, resource), on: stack.Only("Service", api)), $"{resource} does not wait for {api}");
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Private_service_access_comes_before_database_and_cache(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        var access = stack.Only("Connection", "network-private-services-connection");
        Assert.All(stack.All("DatabaseInstance"), instance => Assert.True(stack.Waits(instance, on: access), instance.Name));
        Assert.True(stack.Waits(stack.Only("Instance", "cache"), on: access));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Nodes_come_before_anything_that_runs_on_them(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        var inCluster = stack.Plan.Resources.Where(resource => resource.IsCustom && resource.Type.StartsWith("kubernetes:", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(inCluster);
        foreach (var pool in stack.All("NodePool"))
            Assert.All(inCluster, resource => Assert.True(stack.Waits(resource, on: pool), $"{resource.Name} does not wait for {pool.Name}"));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Migration_ends_before_backend_and_worker_roll_out(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        var migration = stack.Only("Job", "migration");
        Assert.All(stack.All("Deployment"), deployment => Assert.True(stack.Waits(deployment, on: migration), deployment.Name));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Migration_starts_on_a_database_that_its_user_can_enter(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        var migration = stack.Only("Job", "migration");
        Assert.True(stack.Waits(migration, on: stack.Only("Database", "database-database")));
        Assert.True(stack.Waits(migration, on: stack.Only("User", "database-user")));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Certificate_issuer_comes_before_the_ingress_that_asks_it(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        Assert.True(stack.Waits(stack.Only("Ingress", "ingress"), on: stack.Only("ClusterIssuer", "cert-manager-issuer")));
    }

    [Fact]
    public async Task Keys_come_before_what_they_encrypt()
    {
        var stack = await PlannedStack.OfAsync("production");
        foreach (var (type, resource, key) in new[]
        {
            ("Cluster", "cluster", "keys-cluster-secrets-user"),
            ("DatabaseInstance", "database", "keys-database-user"),
            ("DatabaseInstance", "database-replica", "keys-replica-user"),
            ("Repository", "images", "keys-images-user"),
        })
        {
            Assert.True(stack.Waits(stack.Only(type, resource), on: stack.Only("CryptoKeyIAMMember", key)), $"{resource} does not wait for {key}");
        }
    }

    [Fact]
    public async Task Nothing_that_holds_data_is_deleted_or_replaced_in_production()
    {
        var stack = await PlannedStack.OfAsync("production");
        string[] stateful = ["DatabaseInstance", "Database", "Instance", "Cluster", "CryptoKey", "KeyRing", "Repository", "Secret", "R2Bucket"];
        var resources = stack.Plan.Resources
            .Where(resource => stateful.Contains(resource.ShortType) && !resource.Type.StartsWith("kubernetes:", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(resources);
        Assert.All(resources, resource => Assert.True(resource.Options.Protect, $"{resource.Type} {resource.Name} is not protected"));
    }

    [Fact]
    public async Task Nothing_in_staging_is_protected_by_Pulumi()
        => Assert.DoesNotContain((await PlannedStack.OfAsync("staging")).Plan.Resources, resource => resource.Options.Protect);

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Plan_has_no_warning(string name)
        => Assert.DoesNotContain((await PlannedStack.OfAsync(name)).Plan.Diagnostics, diagnostic => diagnostic.Severity >= Severity.Warning);
}
