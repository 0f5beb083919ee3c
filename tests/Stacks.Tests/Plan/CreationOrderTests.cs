using PmCrm.Preview.Plan;

namespace PmCrm.Stacks.Tests.Plan;

public sealed class CreationOrderTests
{
    /// <summary>The API of each module of the provider, where the name differs.</summary>
    private static readonly Dictionary<string, string> Apis = new()
    {
        ["billing"] = "billingbudgets",
        ["kms"] = "cloudkms",
        ["projects"] = "cloudresourcemanager",
        ["serviceaccount"] = "iam",
        ["sql"] = "sqladmin",
    };

    public static TheoryData<string> Stacks => ["staging", "production"];

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Every_API_comes_before_what_needs_it(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        var resources = stack
            .Plan.Resources.Where(resource => resource is { IsCustom: true, IsProvider: false, Package: "gcp", ShortType: not "Service" })
            .ToList();
        Assert.NotEmpty(resources);
        Assert.All(resources, resource =>
        {
            var module = resource.Type.Split(':')[1].Split('/')[0];
            var api = stack.Only("Service", $"services-{Apis.GetValueOrDefault(module, module)}");
            Assert.True(stack.Waits(resource, on: api), $"{resource.Name} does not wait for {api.Name}");
        });
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Cluster_comes_before_the_bindings_of_its_workload_identity_pool(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        var cluster = stack.Only("Cluster", "cluster");
        Assert.All(["backend-identity-workload-identity", "worker-identity-workload-identity"], binding =>
            Assert.True(stack.Waits(stack.Only("IAMMember", binding), on: cluster), $"{binding} does not wait for the cluster")
        );
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Egress_and_firewall_come_before_the_cluster(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        var cluster = stack.Only("Cluster", "cluster");
        Assert.All(
            [stack.Only("Route", "network-egress-route"), stack.Only("RouterNat", "network-nat"), .. stack.All("Firewall")],
            before => Assert.True(stack.Waits(cluster, on: before), $"the cluster does not wait for {before.Name}")
        );
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
        var inCluster = stack
            .Plan.Resources.Where(resource => resource.IsCustom && resource.Type.StartsWith("kubernetes:", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(inCluster);
        foreach (var pool in stack.All("NodePool"))
            Assert.All(inCluster, resource =>
                Assert.True(stack.Waits(resource, on: pool), $"{resource.Name} does not wait for {pool.Name}")
            );
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
    public async Task Certificate_issuer_comes_before_the_ingress_that_uses_it(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        Assert.True(stack.Waits(stack.Only("Ingress", "ingress"), on: stack.Only("ClusterIssuer", "cert-manager-issuer")));
    }

    [Fact]
    public async Task Keys_come_before_what_they_encrypt()
    {
        var stack = await PlannedStack.OfAsync("production");
        foreach (
            var (type, resource, key) in new[]
            {
                ("Cluster", "cluster", "keys-cluster-secrets-user"),
                ("DatabaseInstance", "database", "keys-database-user"),
                ("DatabaseInstance", "database-replica", "keys-replica-user"),
                ("Repository", "images", "keys-images-user"),
            }
        )
        {
            Assert.True(
                stack.Waits(stack.Only(type, resource), on: stack.Only("CryptoKeyIAMMember", key)),
                $"{resource} does not wait for {key}"
            );
        }
    }

    [Fact]
    public async Task Nothing_that_holds_data_is_deleted_or_replaced_in_production()
    {
        var stack = await PlannedStack.OfAsync("production");
        string[] stateful =
        [
            "DatabaseInstance",
            "Database",
            "Instance",
            "Cluster",
            "CryptoKey",
            "KeyRing",
            "Repository",
            "Secret",
            "R2Bucket",
            "ProjectBucketConfig",
        ];
        var resources = stack
            .Plan.Resources.Where(resource =>
                stateful.Contains(resource.ShortType)
                && !resource.Type.StartsWith("kubernetes:", StringComparison.Ordinal)
                // A copy, and a key that can be created again: configuration may switch both off.
                && resource.Name is not ("database-replica" or "secrets-resend-api-key")
            )
            .ToList();
        Assert.NotEmpty(resources);
        Assert.All(resources, resource => Assert.True(resource.Options.Protect, $"{resource.Type} {resource.Name} is not protected"));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task A_resource_of_fixed_name_is_deleted_before_its_replacement(string name)
    {
        string[] names = ["name", "accountId", "repositoryId", "secretId", "workloadIdentityPoolId"];
        // The name of these is that of their parent; a log bucket's name is unique per region.
        string[] others = ["SecretIamMember", "R2BucketCors", "R2BucketLifecycle", "ProjectSink", "DnsRecord", "ProjectBucketConfig"];
        var fixedNames = (await PlannedStack.OfAsync(name))
            .Plan.Resources.Where(resource =>
                resource is { IsCustom: true, IsProvider: false, Package: "gcp" or "cloudflare" or "vercel" }
                && !others.Contains(resource.ShortType)
            )
            .Where(resource => names.Any(key => resource.Inputs[key] is not null))
            .ToList();
        Assert.NotEmpty(fixedNames);
        Assert.All(fixedNames, resource =>
            Assert.True(resource.Options.DeleteBeforeReplace, $"{resource.Type} {resource.Name} is not deleted first")
        );
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task An_immutable_job_is_replaced_when_its_inputs_change(string name)
    {
        var migration = (await PlannedStack.OfAsync(name)).Only("Job", "migration");
        Assert.Equal(["spec"], migration.Options.ReplaceOnChanges);
        Assert.True(migration.Options.DeleteBeforeReplace);
    }

    /// <summary>Changes are ignored only where Google or Kubernetes changes the value itself.</summary>
    [Fact]
    public async Task Changes_are_ignored_only_where_something_else_owns_the_value() =>
        Assert.Equal(
            [
                "initialNodeCount",
                "nodeConfig",
                "rotation.nextRotationTime",
                "settings.diskSize",
                "settings.insightsConfig.queryPlansPerMinute",
                "settings.insightsConfig.queryStringLength",
            ],
            (await PlannedStack.OfAsync("production"))
                .Plan.Resources.SelectMany(resource => resource.Options.IgnoreChanges)
                .Distinct()
                .Order()
        );

    [Fact]
    public async Task Nothing_in_staging_is_protected_by_Pulumi() =>
        Assert.DoesNotContain((await PlannedStack.OfAsync("staging")).Plan.Resources, resource => resource.Options.Protect);

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Plan_warns_of_the_committed_placeholders_and_of_nothing_else(string name)
    {
        var warnings = (await PlannedStack.OfAsync(name))
            .Plan.Diagnostics.Where(diagnostic => diagnostic.Severity >= Severity.Warning)
            .ToList();
        Assert.Equal(7, warnings.Count);
        Assert.All(warnings, warning => Assert.Contains(" is the placeholder '", warning.Message, StringComparison.Ordinal));
    }

    /// <summary>
    /// When the engine deletes a resource before replacing it, it also deletes the resources with a property dependency on it
    /// (calculateDependentReplacements in pulumi/pulumi, pkg/resource/deploy/step_generator.go).
    /// </summary>
    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task A_replaced_registry_replaces_no_node_pool_cluster_or_database(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        var registry = stack.Only("Repository", "images").Urn;
        foreach (var resource in stack.All("NodePool").Concat(stack.All("Cluster")).Concat(stack.All("DatabaseInstance")))
            Assert.DoesNotContain(registry, stack.UsedByValue(resource));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Pods_come_after_the_grants_of_the_account_that_they_act_as(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        foreach (var workload in new[] { "backend", "worker" })
        {
            var grants = stack
                .All("SecretIamMember")
                .Where(grant => grant.Name.StartsWith($"{workload}-identity-", StringComparison.Ordinal))
                .ToList();
            Assert.NotEmpty(grants);
            Assert.All(grants, grant => Assert.True(stack.Waits(stack.Only("Deployment", workload), on: grant), grant.Name));
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Nodes_come_after_the_grant_to_pull_images_and_the_routes_and_rules_of_the_network(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        var pulls = stack
            .All("RepositoryIamMember")
            .Where(grant => grant.Inputs.At("member")?.ToString()?.Contains("<nodes", StringComparison.Ordinal) == true)
            .ToList();
        Assert.NotEmpty(pulls);
        var first = pulls.Concat(stack.All("RouterNat")).Concat(stack.All("Route")).Concat(stack.All("Firewall")).ToList();
        Assert.All(first, before => Assert.True(stack.Waits(stack.Only("Cluster", "cluster"), on: before), before.Name));
    }
}
