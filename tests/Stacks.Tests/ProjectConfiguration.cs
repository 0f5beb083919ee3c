using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace PmCrm.Stacks.Tests;

/// <summary>The committed configuration as the Pulumi CLI passes it to the program: a stack's values over the schema's defaults.</summary>
internal sealed class ProjectConfiguration
{
    private ProjectConfiguration(Dictionary<string, string> values, HashSet<string> secrets)
    {
        Values = values;
        SecretKeys = secrets;
    }

    /// <summary>Values by key without the project's name.</summary>
    public Dictionary<string, string> Values { get; }

    /// <summary>Keys whose values are encrypted in the stack's file; here they have a planted value.</summary>
    public IReadOnlySet<string> SecretKeys { get; }

    /// <summary>The planted value of a secret key, in the format of its provider's tokens.</summary>
    /// <param name="key">The key.</param>
    /// <param name="mark">Text in the value by which a test finds it; another mark makes another value.</param>
    public static string Planted(string key, string mark = "planted-value-of")
    {
        var value = $"{mark}-{key}";
        return key switch
        {
            "cloudflareApiToken" or "cloudflareDnsToken" => value.PadRight(40, '-'),
            "vercelApiToken" => $"{value}-{new string('x', 24)}",
            "resendApiKey" => $"re_{value}",
            "sendgridApiKey" => $"SG.{value}".PadRight(69, '-'),
            "supabaseAccessToken" => $"sbp_{new string('0', 40)}",
            _ => value,
        };
    }

    /// <summary>Keys of the schema with their descriptions.</summary>
    public static IReadOnlyDictionary<string, string> Schema() =>
        Mapping(Load("Pulumi.yaml"), "config")
            .Children.ToDictionary(key => Text(key.Key), key => Text(((YamlMappingNode)key.Value).Children["description"]));

    /// <summary>The defaults of the schema by key.</summary>
    public static Dictionary<string, string> Defaults() =>
        Mapping(Load("Pulumi.yaml"), "config")
            .Children.Where(key => ((YamlMappingNode)key.Value).Children.ContainsKey("default"))
            .ToDictionary(key => Text(key.Key), key => Value(((YamlMappingNode)key.Value).Children["default"]));

    /// <summary>The keys that a stack's own file sets.</summary>
    public static IReadOnlySet<string> KeysSetBy(string stack) =>
        Mapping(Load($"Pulumi.{stack}.yaml"), "config").Children.Select(entry => Text(entry.Key)["pmcrm:".Length..]).ToHashSet();

    /// <summary>The configuration of a committed stack.</summary>
    public static ProjectConfiguration Of(string stack)
    {
        var values = Defaults();
        var secrets = new HashSet<string>();
        foreach (var (key, value) in Mapping(Load($"Pulumi.{stack}.yaml"), "config").Children)
        {
            var name = Text(key)["pmcrm:".Length..];
            var isSecret = value is YamlMappingNode mapping && mapping.Children.ContainsKey("secure");
            if (isSecret)
                secrets.Add(name);
            values[name] = isSecret ? Planted(name) : Value(value);
        }
        return new ProjectConfiguration(values, secrets);
    }

    /// <summary>
    /// The configuration with an owner's ids and an image in place of the committed placeholders, which an update refuses.
    /// </summary>
    public ProjectConfiguration WithRealIds()
    {
        Values["image"] = $"{Values["image"].Split('@')[0]}@sha256:{new string('a', 64)}";
        Values["cloudflareAccountId"] = "0123456789abcdef0123456789abcdef";
        Values["cloudflareZoneId"] = "fedcba9876543210fedcba9876543210";
        Values["githubRepositoryId"] = "123456789";
        Values["githubOwnerId"] = "987654";
        Values["billingAccount"] = "012345-6789AB-CDEF01";
        Values["gcpProjectNumber"] = "112233445566";
        if (Values["topology"] == "mvp")
        {
            Values["renderOwnerId"] = "tea-abcdefghij0123456789";
            Values["postgresOrganization"] = "org-quiet-river-12345678";
        }
        return this;
    }

    /// <summary>Sets the environment variables that a program reads, as the CLI does.</summary>
    public void Export()
    {
        Environment.SetEnvironmentVariable(
            "PULUMI_CONFIG",
            JsonSerializer.Serialize(Values.ToDictionary(value => $"pmcrm:{value.Key}", value => value.Value))
        );
        Environment.SetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS", JsonSerializer.Serialize(SecretKeys.Select(key => $"pmcrm:{key}")));
    }

    private static YamlMappingNode Load(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Pulumi.yaml")))
            folder = folder.Parent;
        using var reader = new StreamReader(Path.Combine(folder.FullName, file));
        var yaml = new YamlStream();
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static YamlMappingNode Mapping(YamlMappingNode node, string key) => (YamlMappingNode)node.Children[key];

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static string Value(YamlNode node) =>
        node is YamlSequenceNode list ? JsonSerializer.Serialize(list.Children.Select(Text)) : Text(node);
}
