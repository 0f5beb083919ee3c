using PmCrm.Preview.Diff;
using PmCrm.Preview.Diff.Rules;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;
using static PmCrm.Preview.Tests.Harness.Plans;

namespace PmCrm.Preview.Tests.Diff.Rules;

/// <summary>How providers handle a change. The tables name the sources (offline/engine/Diff/Rules).</summary>
public sealed class ProviderRuleTests
{
    private const string Sql = "gcp:sql/databaseInstance:DatabaseInstance";

    [Theory]
    // Replaced by the provider, even if the change looks harmless.
    [InlineData("gcp:compute/network:Network", "description", "a", "b", "Replace")]
    [InlineData("gcp:compute/route:Route", "description", "a", "b", "Replace")]
    [InlineData("gcp:container/cluster:Cluster", "description", "a", "b", "Replace")]
    [InlineData("gcp:compute/securityPolicy:SecurityPolicy", "type", "CLOUD_ARMOR", "CLOUD_ARMOR_EDGE", "Replace")]
    [InlineData("gcp:kms/cryptoKey:CryptoKey", "versionTemplate.protectionLevel", "SOFTWARE", "HSM", "Replace")]
    [InlineData("gcp:iam/workloadIdentityPool:WorkloadIdentityPool", "workloadIdentityPoolId", "a", "b", "Replace")]
    [InlineData("gcp:pubsub/topicIAMMember:TopicIAMMember", "member", "a", "b", "Replace")]
    [InlineData("gcp:logging/projectSink:ProjectSink", "name", "a", "b", "Replace")]
    // Changed in place.
    [InlineData("gcp:compute/firewall:Firewall", "network", "a", "b", "Update")]
    [InlineData("gcp:container/cluster:Cluster", "nodeConfig.machineType", "e2-small", "e2-medium", "Update")]
    [InlineData("gcp:container/cluster:Cluster", "nodeConfig.spot", "true", "false", "Replace")]
    // Depends on the values.
    [InlineData("gcp:compute/subnetwork:Subnetwork", "ipCidrRange", "10.0.0.0/22", "10.0.0.0/21", "Update")]
    [InlineData("gcp:compute/subnetwork:Subnetwork", "ipCidrRange", "10.0.0.0/22", "10.0.0.0/23", "Replace")]
    [InlineData("gcp:compute/subnetwork:Subnetwork", "ipCidrRange", "10.0.0.0/22", "10.1.0.0/22", "Replace")]
    [InlineData("gcp:redis/instance:Instance", "redisVersion", "REDIS_7_2", "REDIS_7_0", "Replace")]
    [InlineData("gcp:redis/instance:Instance", "redisVersion", "REDIS_7_0", "REDIS_7_2", "Update")]
    [InlineData("gcp:redis/instance:Instance", "redisVersion", "REDIS_6_X", "REDIS_7_2", "Update")]
    [InlineData(Sql, "settings.ipConfiguration.privateNetwork", "a", "b", "Update")]
    [InlineData(Sql, "settings.ipConfiguration.privateNetwork", "a", null, "Replace")]
    [InlineData(Sql, "masterInstanceName", "a", "b", "Replace")]
    [InlineData(Sql, "masterInstanceName", null, "b", "Replace")]
    [InlineData(Sql, "masterInstanceName", "a", null, "None")]
    [InlineData("gcp:container/cluster:Cluster", "enableL4IlbSubsetting", "true", "false", "Replace")]
    [InlineData("gcp:container/cluster:Cluster", "enableL4IlbSubsetting", "false", "true", "Update")]
    // Removing the property has no effect, or the effect of any other change.
    [InlineData("gcp:artifactregistry/repository:Repository", "location", "a", null, "None")]
    [InlineData("gcp:artifactregistry/repository:Repository", "location", "a", "b", "Replace")]
    [InlineData("gcp:artifactregistry/repository:Repository", "cleanupPolicyDryRun", "true", null, "None")]
    [InlineData("gcp:artifactregistry/repository:Repository", "kmsKeyName", "a", null, "Replace")]
    [InlineData("gcp:artifactregistry/repository:Repository", "description", "a", null, "Update")]
    [InlineData("gcp:logging/projectBucketConfig:ProjectBucketConfig", "enableAnalytics", "true", "false", "None")]
    [InlineData("kubernetes:core/v1:Secret", "stringData.key", "a", "b", "Replace")]
    [InlineData("kubernetes:core/v1:ConfigMap", "data.key", "a", null, "Replace")]
    [InlineData("kubernetes:apps/v1:Deployment", "spec.selector.matchLabels.app", "a", "b", "Replace")]
    [InlineData("kubernetes:apps/v1:Deployment", "spec.template.metadata.name", "a", "b", "Update")]
    [InlineData("kubernetes:batch/v1:Job", "spec.template.metadata.name", "a", "b", "Replace")]
    [InlineData("kubernetes:policy/v1:PodDisruptionBudget", "metadata.namespace", "a", "b", "Replace")]
    [InlineData("kubernetes:helm.sh/v3:Release", "namespace", "a", "b", "Replace")]
    [InlineData("cloudflare:index/dnsRecord:DnsRecord", "zoneId", "a", "b", "Replace")]
    [InlineData("cloudflare:index/dnsRecord:DnsRecord", "content", "a", "b", "Update")]
    [InlineData("cloudflare:index/r2Bucket:R2Bucket", "location", "weur", "eeur", "None")]
    [InlineData("vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable", "key", "a", "b", "Replace")]
    [InlineData("vercel:index/project:Project", "teamId", "a", null, "None")]
    [InlineData("random:index/randomPassword:RandomPassword", "keepers.version", "1", "2", "Replace")]
    public void A_change_does_what_the_provider_says(string type, string path, string? old, string? @new, string expected) =>
        Assert.Equal(expected, Judge(Resource(type, "a", Inputs(path, old)), Resource(type, "a", Inputs(path, @new)), path).ToString());

    [Theory]
    [InlineData(50, 20, false, "Replace")]
    [InlineData(50, 20, true, "Update")]
    [InlineData(50, 60, false, "Update")]
    public void A_disk_of_Cloud_SQL_shrinks_only_by_a_replacement(int old, int @new, bool autoresize, string expected)
    {
        PlanResource Instance(int size) =>
            Resource(Sql, "db", ("settings", Map(("diskAutoresize", new PlanBool(autoresize)), ("diskSize", new PlanNumber(size)))));

        Assert.Equal(expected, Judge(Instance(old), Instance(@new), "settings.diskSize").ToString());
    }

    [Theory]
    // Only the address changes: not possible in place without a change of the network.
    [InlineData("10.0.0.3", "subnetworks/a", 1, "Replace")]
    [InlineData("10.0.0.3", "projects/p/regions/r/subnetworks/a", 1, "Replace")]
    [InlineData("10.0.0.3", "subnetworks/b", 1, "Update")]
    [InlineData("10.0.0.3", "subnetworks/a", 2, "Update")]
    [InlineData("", "subnetworks/a", 1, "Update")]
    [InlineData(null, "subnetworks/a", 1, "None")]
    public void An_address_changes_in_place_only_with_its_network(string? address, string subnetwork, int interfaces, string expected)
    {
        const string old = "https://www.googleapis.com/compute/v1/projects/p/regions/r/subnetworks/a";
        PlanResource Machine(string? ip, string net, int count) =>
            Resource(
                "gcp:compute/instance:Instance",
                "vm",
                ("networkInterfaces", new PlanList([.. Enumerable.Repeat(Interface(ip, net), count)]))
            );
        static PlanValue Interface(string? ip, string net) =>
            ip is null ? Map(("subnetwork", Text(net))) : Map(("networkIp", Text(ip)), ("subnetwork", Text(net)));

        // A bare path means the same as the link that the API returns.
        var now = subnetwork == "subnetworks/a" ? old : subnetwork;
        Assert.Equal(
            expected,
            Judge(Machine("10.0.0.2", old, 1), Machine(address, now, interfaces), "networkInterfaces[0].networkIp").ToString()
        );
    }

    [Theory]
    [InlineData("run", null, null, "run", "Update")]
    [InlineData(null, "run", "run", null, "Update")]
    [InlineData("run", null, null, "other", "Replace")]
    [InlineData(null, "run", "other", null, "Replace")]
    [InlineData("run", null, "other", null, "Replace")]
    [InlineData(null, null, "run", null, "Replace")]
    [InlineData("run", null, null, null, "Replace")]
    public void A_startup_script_that_only_moves_replaces_no_machine(
        string? script,
        string? inMetadata,
        string? newScript,
        string? newInMetadata,
        string expected
    )
    {
        static PlanResource Machine(string? own, string? inMetadata) =>
            Resource(
                "gcp:compute/instance:Instance",
                "vm",
                [
                    .. own is null ? Array.Empty<(string, PlanValue)>() : [("metadataStartupScript", Text(own))],
                    ("metadata", inMetadata is null ? Map(("a", Text("b"))) : Map(("a", Text("b")), ("startup-script", Text(inMetadata)))),
                ]
            );

        Assert.Equal(expected, Judge(Machine(script, inMetadata), Machine(newScript, newInMetadata), "metadataStartupScript").ToString());
    }

    [Theory]
    [InlineData("x/serviceAttachments/a", "x/serviceAttachments/b", "Replace")]
    [InlineData("x/targetHttpProxies/a", "x/serviceAttachments/b", "Update")]
    [InlineData("x/serviceAttachments/a", "x/targetHttpProxies/b", "Update")]
    [InlineData("x/targetHttpProxies/a", "x/targetHttpProxies/b", "Update")]
    public void A_forwarding_rule_is_replaced_only_between_two_service_attachments(string old, string @new, string expected) =>
        Assert.Equal(expected, Judge(Rule(old), Rule(@new), "target").ToString());

    private static PlanResource Rule(string target) =>
        Resource("gcp:compute/forwardingRule:ForwardingRule", "rule", ("target", Text(target)));

    [Fact]
    public void A_replica_is_promoted_in_place()
    {
        var replica = Resource(Sql, "db", ("instanceType", Text("READ_REPLICA_INSTANCE")), ("masterInstanceName", Text("a")));
        var primary = Resource(Sql, "db", ("instanceType", Text("CLOUD_SQL_INSTANCE")));

        Assert.Equal("Update", Judge(replica, primary, "masterInstanceName").ToString());
    }

    [Fact]
    public void A_provider_that_may_change_secrets_does_not_replace_them_unless_they_are_immutable()
    {
        static PlanResource Object(string value, bool immutable) =>
            Resource("kubernetes:core/v1:Secret", "a", ("immutable", new PlanBool(immutable)), ("data", Map(("key", Text(value)))));
        var provider = Map(("enableSecretMutable", new PlanBool(true)));

        Assert.Equal("Update", Judge(Object("a", false), Object("b", false), "data.key", provider).ToString());
        Assert.Equal("Replace", Judge(Object("a", true), Object("b", true), "data.key", provider).ToString());
    }

    [Fact]
    public void A_removed_setting_that_the_cloud_keeps_is_reported_and_changes_nothing()
    {
        const string type = "gcp:artifactregistry/repository:Repository";
        var diff = PlanComparer.Compare(
            Of(Resource(type, "images", ("cleanupPolicyDryRun", new PlanBool(true)))),
            Of(Resource(type, "images")),
            "main"
        );

        var change = Assert.Single(Assert.Single(diff.Resources).Changes);
        Assert.True(change.HasNoEffect);
        Assert.Equal("true stays as it is in the cloud: set it explicitly to change it", DiffMark.Values(change));
        Assert.Equal(Outcome.Same, diff.Resources[0].Outcome);
    }

    [Fact]
    public void Every_line_of_every_table_can_be_judged()
    {
        foreach (var package in new[] { "gcp", "kubernetes", "cloudflare", "vercel", "random" })
        {
            using var reader = new StreamReader(typeof(RuleTable).Assembly.GetManifestResourceStream($"{package}.tsv")!);
            var lines = reader
                .ReadToEnd()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Skip(1)
                .Select(line => line.Split('\t'))
                .ToList();
            Assert.NotEmpty(lines);
            foreach (var line in lines)
            {
                Assert.Equal(6, line.Length);
                Assert.Contains(line[4], new[] { "", "stays", "update", "replace" });
                var rule = new ProviderRule(PropertyPath.Parse(line[1]), line[2], line[3], line[4]);
                rule.Judge(new RuleInput(rule.Property, Text("a"), Text("b"), PlanMap.Empty, PlanMap.Empty, null));
            }
        }
    }

    private static Effect Judge(PlanResource was, PlanResource resource, string path, PlanMap? provider = null) =>
        RuleTable.BuiltIn.Judge(was, resource, PropertyPath.Parse(path), provider);

    private static (string, PlanValue)[] Inputs(string path, string? value)
    {
        var steps = path.Split('.');
        PlanValue leaf = value is "true" or "false" ? new PlanBool(value == "true") : Text(value ?? "");
        var inner = value is null ? Map() : Map((steps[^1], leaf));
        if (steps.Length == 1)
            return value is null ? [] : [(path, leaf)];
        for (var i = steps.Length - 2; i > 0; i--)
            inner = Map((steps[i], inner));
        return [(steps[0], inner)];
    }
}
