using PmCrm.Components.Cache;
using PmCrm.Components.Common;
using PmCrm.Components.Database;

namespace PmCrm.Stacks.Tests.Settings;

public sealed class CommittedConfigurationTests
{
    public static TheoryData<string> Stacks => ["staging", "production"];

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Committed_configuration_has_no_problem(string stack) => Assert.Empty(new SettingsBuilder(stack).Problems());

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Stack_sets_no_key_that_the_schema_does_not_know(string stack)
        => Assert.Empty(ProjectConfiguration.Of(stack).Values.Keys.Except(ProjectConfiguration.Schema().Keys));

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Every_secret_that_is_set_is_encrypted(string stack)
    {
        var configuration = ProjectConfiguration.Of(stack);
        var secrets = ProjectConfiguration.Schema().Where(key => key.Value.StartsWith("Secret", StringComparison.Ordinal)).Select(key => key.Key);
        Assert.All(secrets, key => Assert.True(configuration.Values[key].Length == 0 || configuration.SecretKeys.Contains(key), $"{key} is in plain text"));
    }

    [Fact]
    public void Every_key_of_the_schema_is_read()
    {
        var reader = new ReadKeys();
        PmCrm.Stacks.Settings.CrmSettings.Read("production", reader);
        Assert.Empty(ProjectConfiguration.Schema().Keys.Except(reader.Asked));
    }

    [Fact]
    public void Production_has_the_deployment_documents_sizes()
    {
        var settings = new SettingsBuilder().Read();
        Assert.Equal(Protection.On, settings.Protection);
        Assert.Equal("db-custom-4-16384", settings.Database.Tier);
        Assert.Equal(Availability.Regional, settings.Database.Availability);
        Assert.True(settings.Database.HasReplica);
        Assert.Equal(RedisTier.HighlyAvailable, settings.Cache.Tier);
        Assert.Equal((3, 20), (settings.App.Backend.Min, settings.App.Backend.Max));
        Assert.Equal("e2-standard-4", settings.Cluster.NodePools[0].MachineType);
        Assert.Equal(20, settings.Cluster.NodePools.Sum(pool => pool.MaxNodes));
    }

    [Fact]
    public void Staging_is_smaller_and_may_be_deleted()
    {
        var settings = new SettingsBuilder("staging").Read();
        Assert.Equal(Protection.Off, settings.Protection);
        Assert.Equal("db-custom-1-3840", settings.Database.Tier);
        Assert.Equal(Availability.Zonal, settings.Database.Availability);
        Assert.False(settings.Database.HasReplica);
        Assert.Equal(RedisTier.Basic, settings.Cache.Tier);
        Assert.All(settings.Cluster.NodePools, pool => Assert.True(pool is { Spot: true, MinNodes: 1, MaxNodes: 3 }, $"{pool}"));
    }

    private sealed class ReadKeys : PmCrm.Stacks.Settings.ISettingsSource
    {
        private readonly SettingsBuilder _source = new();

        public HashSet<string> Asked { get; } = [];

        public IEnumerable<string> Keys => _source.Keys;

        public string KeyPrefix => _source.KeyPrefix;

        public string? Find(string key)
        {
            Asked.Add(key);
            return _source.Find(key);
        }

        public Pulumi.Output<string> GetSecret(string key) => _source.GetSecret(key);
    }
}
