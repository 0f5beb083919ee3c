using System.Reflection;
using System.Text.RegularExpressions;
using PmCrm.Stacks.Settings;

namespace PmCrm.Stacks.Tests.Settings;

public sealed class SettingsRuleTests
{
    [Theory]
    [InlineData("region", "us-central1", "europe-west1")]
    [InlineData("region", "europe-west2", "europe-west1")] // London
    [InlineData("recoveryRegion", "europe-west6", "europe-west3")] // Zurich
    [InlineData("recoveryRegion", "europe-west1", "another region than pmcrm:region")]
    [InlineData("gcpProject", "My Project", "a Google Cloud project's id")]
    [InlineData("protect", "yes", "true or false")]
    [InlineData("nodeRange", "10.0.0.1/22", "an IPv4 range")]
    [InlineData("podRange", "10.4.0.0", "an IPv4 range")]
    [InlineData("serviceRange", "fd00::/64", "an IPv4 range")]
    [InlineData("controlPlaneRange", "172.16.0.0/27", "exactly /28")]
    [InlineData("authorizedNetworks", """["198.51.100.0"]""", "a list of IPv4 ranges")]
    [InlineData("authorizedNetworks", "198.51.100.0/24", "a list of IPv4 ranges")]
    [InlineData("authorizedNetworks", "[null, 1]", "a list of IPv4 ranges")]
    [InlineData("authorizedNetworks", """{"office": "198.51.100.0/24"}""", "a list of IPv4 ranges")]
    [InlineData("authorizedNetworks", """["0.0.0.0/0"]""", "not 0.0.0.0/0")]
    [InlineData("nodeRange", "9.0.0.0/22", "a range inside 10.0.0.0/8 or ")]
    [InlineData("podRange", "192.0.0.0/8", "a range inside 10.0.0.0/8 or ")] // more than what is private of it
    [InlineData("egressAddressCount", "0", "from 1 to 10")]
    [InlineData("appMachineType", "huge", "e2-standard-4")]
    [InlineData("workersMachineType", "c4-standard-4", "e2-standard-4")] // takes no balanced disk
    [InlineData("appMinNodes", "0", "from 1 to 20")]
    [InlineData("monitoringMaxNodes", "2", "from 3 to 20")]
    [InlineData("appMaxNodes", "2", "from 3 to 20")]
    [InlineData("yearEndFreeze", "1999", "from 2025 to 2100")]
    [InlineData("databaseTier", "db-custom-3-16384", "1 or an even number of processors")]
    [InlineData("databaseTier", "db-custom-4-16000", "in steps of 256")]
    [InlineData("databaseTier", "db-f1-micro", "db-custom-CPUS-MEMORY")]
    [InlineData("databaseDiskLimitGb", "40", "at least pmcrm:databaseDiskGb, which is 50")]
    [InlineData("backupRetentionCount", "29", "from 30 to 365")]
    [InlineData("logRetentionDays", "6", "from 7 to 7")]
    [InlineData("cacheMemoryGb", "0", "from 1 to 300")]
    [InlineData("image", "gcr.io/pmcrm/pmcrm-backend:latest", "an image by digest")]
    [InlineData("image", "pmcrm-backend@sha256:abc", "64 hexadecimal digits")]
    [InlineData("phase", "half", "everything or foundation")]
    [InlineData("logLevel", "verbose", "debug or error or fatal or info or trace or warn")]
    [InlineData("accessTokenLifetime", "1 hour", "for example 1h")]
    [InlineData("backendMinReplicas", "1", "from 2 to 20")]
    [InlineData("backendMaxReplicas", "2", "more than pmcrm:backendMinReplicas, which is 3")]
    [InlineData("backendMaxReplicas", "3", "more than pmcrm:backendMinReplicas, which is 3")]
    [InlineData("workerMaxReplicas", "2", "more than pmcrm:workerMinReplicas, which is 2")]
    [InlineData("workerMaxReplicas", "21", "from 2 to 20")]
    [InlineData("ingressController", "traefik", "gce or nginx")]
    [InlineData("requestsPerMinute", "0", "from 1 to 10000")]
    [InlineData("apiHost", "API.pmcrm.io", "a host name")]
    [InlineData("apiHost", "api.example.org", "below pmcrm:domain, which is pmcrm.io")]
    [InlineData("apiHost", "pmcrm.io", "below pmcrm:domain, which is pmcrm.io")]
    [InlineData("appHost", "app", "a host name")]
    [InlineData("appHost", "api.pmcrm.io", "another host name than pmcrm:apiHost")]
    [InlineData("certificateContact", "operations", "an e-mail address")]
    [InlineData("cloudflareZoneId", "pmcrm.io", "32 hexadecimal digits")]
    [InlineData("frontendRepository", "frontend", "OWNER/NAME")]
    [InlineData("bucketPrefix", "pmcrm_production", "lower-case letters, digits and dashes")]
    [InlineData("alertEmail", "nobody", "an e-mail address")]
    [InlineData("monthlyBudget", "0", "from 1 to 1000000")]
    [InlineData("budgetCurrency", "euro", "for example EUR")]
    [InlineData("firstSecretRotation", "March", "YYYY-MM-DD")]
    [InlineData("datadogSite", "datadoghq.com", "datadoghq.eu")]
    [InlineData("podRange", "172.17.0.0/16", "outside 172.17.0.0/16")]
    [InlineData("controlPlaneRange", "172.17.0.0/28", "outside 172.17.0.0/16")]
    [InlineData("appMachineType", "e2-standard-3", "that exists")]
    [InlineData("appMachineType", "e2-highmem-32", "that exists")]
    [InlineData("appMachineType", "c3-custom-4-8192", "that exists")]
    [InlineData("appMachineType", "e2-custom-3-8192", "that exists")]
    [InlineData("appMachineType", "e2-custom-2-8193", "that exists")]
    [InlineData("appMachineType", "t2d-highcpu-4", "that exists")]
    [InlineData("certificateContact", "operations@example.com", "not at a domain reserved for examples")]
    [InlineData("alertEmail", "oncall@pmcrm.test", "not at a domain reserved for examples")]
    [InlineData("refreshTokenLifetime", "1h", "longer than pmcrm:accessTokenLifetime, which is 1h")]
    [InlineData("refreshTokenLifetime", "59m", "longer than pmcrm:accessTokenLifetime, which is 1h")]
    [InlineData("stateBucket", "Capital", "a bucket's name")]
    [InlineData("stateBucket", "my-google-state", "a bucket's name")]
    [InlineData("stateBucket", "a/b", "a bucket's name")]
    [InlineData("frontendDirectory", "/frontend", "a folder of the repository")]
    [InlineData("gcpProject", "pmcrm-production\n", "a Google Cloud project's id")]
    [InlineData("apiHost", "api.pmcrm.io\n", "a host name")]
    [InlineData("cloudflareZoneId", "00000000000000000000000000000001\n", "32 hexadecimal digits")]
    [InlineData("nodeRange", "10.0.0.0/22\n", "an IPv4 range")]
    public void Refused_value_is_named_with_its_key_and_what_is_accepted(string key, string value, string accepted)
    {
        var problem = new SettingsBuilder().With(key, value).Problem();
        Assert.StartsWith($"pmcrm:{key} is '{value}'; accepted: ", problem, StringComparison.Ordinal);
        Assert.Contains(accepted, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("e2-standard-2")]
    [InlineData("n2-highmem-128")]
    [InlineData("c3-standard-22")]
    [InlineData("t2d-standard-1")]
    [InlineData("e2-custom-2-8192")]
    public void Machine_type_that_exists_is_accepted(string type) =>
        Assert.Empty(new SettingsBuilder().With("workersMachineType", type).Problems());

    /// <summary>In .NET, <c>$</c> also matches before a line break at the end.</summary>
    [Fact]
    public void No_pattern_lets_a_line_break_at_the_end_pass()
    {
        var patterns = typeof(CrmSettings)
            .Assembly.GetTypes()
            .Concat(typeof(Components.Cluster.GkeCluster).Assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => method.GetCustomAttribute<GeneratedRegexAttribute>()?.Pattern)
            .OfType<string>()
            .ToList();
        Assert.NotEmpty(patterns);
        Assert.All(patterns, pattern => Assert.False(pattern.EndsWith('$'), pattern));
    }

    [Theory]
    [InlineData("gcpProject")]
    [InlineData("region")]
    [InlineData("image")]
    [InlineData("nodeRange")]
    [InlineData("databaseTier")]
    [InlineData("appMinNodes")]
    public void Missing_value_is_named_with_what_is_accepted(string key) =>
        Assert.Contains(new SettingsBuilder().Without(key).Problems(), problem =>
            problem.StartsWith($"pmcrm:{key} is missing; accepted: ", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("cloudflareApiToken")]
    [InlineData("datadogApiKey")]
    [InlineData("vercelApiToken")]
    public void Missing_secret_is_named_with_the_command_that_sets_it(string key) =>
        Assert.Equal(
            $"pmcrm:{key} is missing; set it with: pulumi config set --secret {key}.",
            new SettingsBuilder().With(key, "").Problem()
        );

    [Theory]
    [InlineData("nodeRange", "10.4.1.0/24", "pmcrm:podRange (10.4.0.0/16)")]
    [InlineData("serviceRange", "10.0.0.0/16", "pmcrm:nodeRange (10.0.0.0/22)")]
    [InlineData("privateServicesRange", "10.8.0.0/16", "pmcrm:serviceRange (10.8.0.0/20)")]
    [InlineData("controlPlaneRange", "10.64.3.0/28", "pmcrm:privateServicesRange (10.64.0.0/16)")]
    public void Ranges_that_overlap_are_both_named(string key, string range, string other)
    {
        var problem = new SettingsBuilder().With(key, range).Problem();
        Assert.Contains($"pmcrm:{key} ({range})", problem, StringComparison.Ordinal);
        Assert.Contains(other, problem, StringComparison.Ordinal);
        Assert.Contains("overlap", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Node_range_fits_the_maximum_of_nodes_with_one_more_per_pool_and_Googles_four()
    {
        Assert.Empty(new SettingsBuilder().With("nodeRange", "10.0.0.0/27").Problems());
        var problem = new SettingsBuilder().With("nodeRange", "10.0.0.0/28").Problem();
        Assert.Contains("at least 27 addresses, for 23 nodes", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Pod_range_fits_256_addresses_per_node()
    {
        Assert.Empty(new SettingsBuilder().With("podRange", "10.4.0.0/19").Problems());
        var problem = new SettingsBuilder().With("podRange", "10.4.0.0/20").Problem();
        Assert.Contains("at least 5888 addresses, for the pods of 23 nodes", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Private_services_range_fits_the_replica_too()
    {
        Assert.Contains(
            "at least 768 addresses",
            new SettingsBuilder().With("privateServicesRange", "10.64.0.0/23").Problem(),
            StringComparison.Ordinal
        );
        Assert.Empty(new SettingsBuilder().With("privateServicesRange", "10.64.0.0/23").With("databaseReplica", "false").Problems());
    }

    [Fact]
    public void All_pools_together_have_at_most_twenty_nodes() =>
        Assert.Contains(
            "together are 21; accepted: at most 20",
            new SettingsBuilder().With("appMaxNodes", "13").Problem(),
            StringComparison.Ordinal
        );

    [Fact]
    public void Budget_of_connections_is_explained_when_it_is_broken()
    {
        var problem = new SettingsBuilder().With("databasePoolSize", "15").Problem();
        Assert.Contains("15 × (25 + 7 + 1) = 495 connections", problem, StringComparison.Ordinal);
        Assert.Contains("at most 380", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Budget_of_connections_may_be_spent_to_the_last() =>
        Assert.Empty(new SettingsBuilder().With("databasePoolSize", "10").With("databaseMaxConnections", "350").Problems());

    [Fact]
    public void Budget_of_connections_may_not_be_exceeded_by_one() =>
        Assert.Contains("at most 329", new SettingsBuilder().With("databaseMaxConnections", "349").Problem(), StringComparison.Ordinal);

    [Theory]
    [InlineData("googleClientId", "1", "googleClientSecret")]
    [InlineData("microsoftClientSecret", "1", "microsoftClientId")]
    [InlineData("githubRepositoryId", "", "githubOwnerId")]
    [InlineData("gcpProjectNumber", "", "billingAccount")]
    public void What_belongs_together_is_set_together(string key, string value, string other)
    {
        var problem = new SettingsBuilder().With(key, value).Problem();
        Assert.Contains($"pmcrm:{key}", problem, StringComparison.Ordinal);
        Assert.Contains($"pmcrm:{other}", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Maximum_of_a_pool_is_not_below_its_minimum() =>
        Assert.Contains(
            "pmcrm:workersMaxNodes is '5'; accepted: at least pmcrm:workersMinNodes, which is 6",
            new SettingsBuilder().With("workersMinNodes", "6").Problem(),
            StringComparison.Ordinal
        );

    [Fact]
    public void Key_that_nothing_reads_is_refused_without_its_value()
    {
        var problem = new SettingsBuilder().WithUnknown("backendMaxReplica", "planted-value").Problem();
        Assert.Equal("pmcrm:backendMaxReplica is not a setting; accepted: the keys under 'config' in Pulumi.yaml.", problem);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("p")]
    [InlineData("eu_west")]
    [InlineData("a-name-of-16-ch0")]
    [InlineData("review-")]
    public void Stacks_name_fits_into_names_at_Google(string name)
    {
        var exception = Assert.Throws<PmCrm.Stacks.Settings.SettingsException>(() =>
            PmCrm.Stacks.Settings.CrmSettings.Read(name, new SettingsBuilder())
        );
        Assert.Contains($"The stack's name '{name}'", Assert.Single(exception.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_reported_together()
    {
        var problems = new SettingsBuilder()
            .With("region", "us-central1")
            .With("nodeRange", "10.4.0.0/30")
            .With("image", "pmcrm:latest")
            .With("databasePoolSize", "500")
            .With("datadogApiKey", "")
            .With("backupRetentionCount", "7")
            .WithUnknown("backupRetention", "30")
            .Problems();
        Assert.Equal(8, problems.Count);
        foreach (
            var key in new[]
            {
                "region",
                "nodeRange",
                "image",
                "databasePoolSize",
                "datadogApiKey",
                "backupRetentionCount",
                "backupRetention",
            }
        )
            Assert.Contains(problems, problem => problem.Contains($"pmcrm:{key}", StringComparison.Ordinal));
    }

    [Fact]
    public void No_message_contains_a_secret()
    {
        var problems = new SettingsBuilder().With("region", "us-central1").With("image", "").Problems();
        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.DoesNotContain("planted-value", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Message_names_the_stack_and_counts()
    {
        var exception = Assert.Throws<PmCrm.Stacks.Settings.SettingsException>(() => new SettingsBuilder().With("region", "mars").Read());
        Assert.StartsWith("The configuration of stack 'production' has 1 problem:", exception.Message, StringComparison.Ordinal);
    }
}
