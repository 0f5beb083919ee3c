using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Tests.Settings;

/// <summary>Production's configuration with a few values changed; each test says only what it is about.</summary>
internal sealed class SettingsBuilder(string stack = "production") : ISettingsSource
{
    private readonly Dictionary<string, string> _values = ProjectConfiguration.Of(stack).Values;

    public string KeyPrefix => "pmcrm";

    public SettingsBuilder With(string key, string value)
    {
        Assert.True(_values.ContainsKey(key), $"there is no key '{key}'");
        _values[key] = value;
        return this;
    }

    public SettingsBuilder Without(string key)
    {
        Assert.True(_values.Remove(key), $"there is no key '{key}'");
        return this;
    }

    public IEnumerable<string> Keys => _values.Keys;

    public SettingsBuilder WithUnknown(string key, string value)
    {
        Assert.True(_values.TryAdd(key, value), $"there is a key '{key}'");
        return this;
    }

    public string? Find(string key) => _values.GetValueOrDefault(key);

    public Output<string> GetSecret(string key) => Output.CreateSecret(_values[key]);

    public CrmSettings Read() => CrmSettings.Read(stack, this);

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

    /// <summary>The only problem; fails where there is none or another besides.</summary>
    public string Problem() => Assert.Single(Problems());
}
