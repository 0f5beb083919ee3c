using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Tests.Settings;

/// <summary>
/// A configuration with a few changed values; each test sets only what it tests. Without a name it is production's with fixed sizes, so
/// that a change of a size in Pulumi.production.yaml breaks no test of a rule.
/// </summary>
internal sealed class SettingsBuilder : ISettingsSource
{
    private static readonly Dictionary<string, string> Sizes = new()
    {
        ["appMinNodes"] = "3",
        ["appMaxNodes"] = "12",
        ["workersMinNodes"] = "1",
        ["workersMaxNodes"] = "5",
        ["monitoringMinNodes"] = "1",
        ["monitoringMaxNodes"] = "3",
        ["databaseDiskGb"] = "50",
        ["databaseDiskLimitGb"] = "500",
        ["databaseMaxConnections"] = "400",
        ["databasePoolSize"] = "10",
        ["databaseReplica"] = "true",
        ["backendMinReplicas"] = "3",
        ["backendMaxReplicas"] = "20",
        ["workerMinReplicas"] = "2",
        ["workerMaxReplicas"] = "5",
    };

    private readonly string stack;
    private readonly Dictionary<string, string> values;

    public SettingsBuilder()
        : this("production")
    {
        foreach (var (key, value) in Sizes)
            With(key, value);
    }

    /// <summary>The committed configuration of a stack.</summary>
    public SettingsBuilder(string stack, Action<Dictionary<string, string>>? change = null)
    {
        this.stack = stack;
        this.values = ProjectConfiguration.Of(stack).Values;
        change?.Invoke(this.values);
    }

    public string KeyPrefix => "pmcrm";

    public SettingsBuilder With(string key, string value)
    {
        Assert.True(this.values.ContainsKey(key), $"there is no key '{key}'");
        this.values[key] = value;
        return this;
    }

    public SettingsBuilder Without(string key)
    {
        Assert.True(this.values.Remove(key), $"there is no key '{key}'");
        return this;
    }

    public IEnumerable<string> Keys => this.values.Keys;

    public SettingsBuilder WithUnknown(string key, string value)
    {
        Assert.True(this.values.TryAdd(key, value), $"there is a key '{key}'");
        return this;
    }

    public string? Find(string key) => this.values.GetValueOrDefault(key);

    public Output<string> GetSecret(string key) => Output.CreateSecret(this.values[key]);

    public CrmSettings Read() => CrmSettings.Read(this.stack, this);

    public IReadOnlyList<string> Problems()
    {
        try
        {
            Read();
            return [];
        }
        catch (SettingsException exception)
        {
            return exception.Problems;
        }
    }

    /// <summary>The only problem; fails if there is none or more than one.</summary>
    public string Problem() => Assert.Single(Problems());
}
