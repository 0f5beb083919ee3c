using System.Text.Json;
using Pulumi;

namespace PmCrm.Stacks.Settings;

/// <summary>
/// The stack's configuration: <c>Pulumi.&lt;stack&gt;.yaml</c> over the defaults in <c>Pulumi.yaml</c>. Nothing else in the program reads
/// it.
/// </summary>
internal sealed class StackConfiguration : ISettingsSource
{
    private readonly Config config = new();

    /// <inheritdoc/>
    public string KeyPrefix => Deployment.Instance.ProjectName;

    /// <inheritdoc/>
    public IEnumerable<string> Keys
    {
        get
        {
            // The SDK cannot list keys; this is the variable that it reads them from.
            using var all = JsonDocument.Parse(Environment.GetEnvironmentVariable("PULUMI_CONFIG") ?? "{}");
            var prefix = $"{KeyPrefix}:";
            return
            [
                .. all
                    .RootElement.EnumerateObject()
                    .Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal))
                    .Select(entry => entry.Name[prefix.Length..]),
            ];
        }
    }

    /// <inheritdoc/>
    public string? Find(string key) => config.Get(key);

    /// <inheritdoc/>
    public Output<string> GetSecret(string key) => config.RequireSecret(key);
}
