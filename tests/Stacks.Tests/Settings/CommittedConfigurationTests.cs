using PmCrm.Components.Common;

namespace PmCrm.Stacks.Tests.Settings;

public sealed class CommittedConfigurationTests
{
    public static TheoryData<string> Stacks => ["staging", "production"];

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Committed_configuration_has_no_problem(string stack) => Assert.Empty(new SettingsBuilder(stack).Problems());

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Stack_sets_no_key_that_the_schema_does_not_know(string stack) =>
        Assert.Empty(ProjectConfiguration.Of(stack).Values.Keys.Except(ProjectConfiguration.Schema().Keys));

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Committed_configuration_deploys_everything_as_foundation_would_delete_the_rest(string stack) =>
        Assert.Equal(PmCrm.Stacks.Settings.DeploymentPhase.Everything, new SettingsBuilder(stack).Read().Phase);

    /// <summary>A real image would be out of date after the next deployment, and an update by hand would deploy it again.</summary>
    [Theory]
    [MemberData(nameof(Stacks))]
    public void Committed_configuration_names_no_real_image(string stack) =>
        Assert.Contains(new SettingsBuilder(stack).Read().PlaceholderValues, value =>
            value.StartsWith("pmcrm:image is", StringComparison.Ordinal)
        );

    [Fact]
    public void The_foundation_needs_no_image() =>
        Assert.DoesNotContain(new SettingsBuilder("staging").With("phase", "foundation").Read().PlaceholderValues, value =>
            value.StartsWith("pmcrm:image is", StringComparison.Ordinal)
        );

    [Fact]
    public void A_deployment_cannot_take_a_running_environment_back_to_its_foundation() =>
        Assert.Contains(
            "pmcrm:phase is 'foundation' and pmcrm:image is set",
            new SettingsBuilder("staging")
                .With("phase", "foundation")
                .With("image", $"europe-docker.pkg.dev/project/pmcrm-staging/pmcrm-backend@sha256:{new string('a', 64)}")
                .Problem(),
            StringComparison.Ordinal
        );

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Every_secret_that_is_set_is_encrypted(string stack)
    {
        var configuration = ProjectConfiguration.Of(stack);
        var secrets = ProjectConfiguration
            .Schema()
            .Where(key => key.Value.StartsWith("Secret", StringComparison.Ordinal))
            .Select(key => key.Key)
            .ToList();
        Assert.Contains(secrets, key => configuration.Values[key].Length > 0);
        Assert.All(secrets, key =>
            Assert.True(configuration.Values[key].Length == 0 || configuration.SecretKeys.Contains(key), $"{key} is in plain text")
        );
    }

    [Fact]
    public void Every_key_of_the_schema_is_read()
    {
        var reader = new ReadKeys();
        PmCrm.Stacks.Settings.CrmSettings.Read("production", reader);
        Assert.Empty(ProjectConfiguration.Schema().Keys.Except(reader.Asked).Except(PmCrm.Stacks.Settings.MvpSettings.Keys));
    }

    [Fact]
    public void Production_sets_every_size_itself() => Assert.Empty(SizeKeys().Except(ProjectConfiguration.KeysSetBy("production")));

    [Fact]
    public void Production_sets_what_protects_its_data_itself() =>
        Assert.Subset(
            ProjectConfiguration.KeysSetBy("production").ToHashSet(),
            new HashSet<string> { "protect", "customerManagedKeys", "databaseHighAvailability", "databaseReplica", "cacheHighAvailability" }
        );

    [Fact]
    public void A_new_environment_that_sets_no_size_is_accepted_and_protects_its_data()
    {
        var builder = new SettingsBuilder();
        var defaults = ProjectConfiguration.Defaults();
        foreach (var key in SizeKeys().Append("protect"))
            builder.With(key, defaults[key]);
        Assert.Empty(builder.Problems());
        Assert.Equal(Protection.On, builder.Read().Protection);
    }

    [Theory]
    [InlineData("domain")]
    [InlineData("apiHost")]
    [InlineData("appHost")]
    [InlineData("gcpProject")]
    [InlineData("image")]
    public void No_environment_takes_over_the_names_of_another_by_default(string key) => Assert.Empty(ProjectConfiguration.Defaults()[key]);

    private static List<string> SizeKeys()
    {
        string[] endings = ["MachineType", "Nodes", "Tier", "Gb", "Connections", "PoolSize", "Count", "Days", "Replicas", "Budget"];
        var keys = ProjectConfiguration
            .Schema()
            .Keys.Where(key => endings.Any(ending => key.EndsWith(ending, StringComparison.Ordinal)))
            .Intersect(PmCrm.Stacks.Settings.CrmSettings.Keys)
            .ToList();
        Assert.Contains("appMaxNodes", keys);
        return keys;
    }

    private sealed class ReadKeys : PmCrm.Stacks.Settings.ISettingsSource
    {
        private readonly SettingsBuilder source = new();

        public HashSet<string> Asked { get; } = [];

        public IEnumerable<string> Keys => source.Keys;

        public string KeyPrefix => source.KeyPrefix;

        public string? Find(string key)
        {
            Asked.Add(key);
            return source.Find(key);
        }

        public Pulumi.Output<string> GetSecret(string key) => source.GetSecret(key);
    }
}
