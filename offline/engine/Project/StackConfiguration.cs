namespace PmCrm.Preview.Project;

/// <summary>A configuration value ready for the program.</summary>
/// <param name="Text">As the engine protocol carries it: text, or JSON for everything else.</param>
/// <param name="IsSecret">The value is, or holds, a secret.</param>
/// <param name="Secrets">The texts within <paramref name="Text"/> that must never be shown.</param>
public sealed record ConfigEntry(string Text, bool IsSecret, IReadOnlyList<string> Secrets)
{
    /// <summary>A value that anybody may read.</summary>
    public static ConfigEntry Plain(string text) => new(text, IsSecret: false, []);

    /// <summary>A value that is secret as a whole.</summary>
    public static ConfigEntry Secret(string text) => new(text, IsSecret: true, [text]);
}

/// <summary>The configuration of one stack: its file, completed and checked by the project's schema.</summary>
public sealed class StackConfiguration
{
    // What the CLI writes into a stack file.
    private static readonly string[] FileKeys = ["config", "environment", "secretsprovider", "encryptedkey", "encryptionsalt"];

    private readonly ProjectFile project;
    private readonly string stack;
    private readonly string fileName;
    private readonly List<string> problems = [];
    private readonly List<string> warnings = [];
    private readonly SortedDictionary<string, ConfigEntry> entries = new(StringComparer.Ordinal);

    private StackConfiguration(ProjectFile project, string stack)
    {
        this.project = project;
        this.stack = stack;
        fileName = Path.GetFileName(project.StackPath(stack));
    }

    /// <summary>By full key (<c>namespace:name</c>), sorted.</summary>
    public IReadOnlyDictionary<string, ConfigEntry> Entries => entries;

    /// <summary>What a person should look at, although the CLI would not mind: keys that the schema does not know.</summary>
    public IReadOnlyList<string> Warnings => warnings;

    /// <exception cref="PreviewException">
    /// The stack has no file, or its values break the schema: one line for each problem, all of them at once.
    /// </exception>
    public static StackConfiguration Read(ProjectFile project, string stack)
    {
        var path = project.StackPath(stack);
        if (!File.Exists(path))
        {
            var stacks = project.Stacks();
            throw PreviewException.Usage(stacks.Count == 0
                ? $"there is no stack '{stack}': no Pulumi.<stack>.yaml in '{project.ConfigDirectory}'"
                : $"there is no stack '{stack}' (no {Path.GetFileName(path)}); stacks: {string.Join(", ", stacks)}");
        }
        var configuration = new StackConfiguration(project, stack);
        configuration.Load(YamlReader.ReadFile(path, Path.GetFileName(path)));
        return configuration.problems.Count == 0
            ? configuration
            : throw PreviewException.Usage(string.Join('\n', configuration.problems));
    }

    private void Load(YamlNode? root)
    {
        var given = new Dictionary<string, (YamlEntry Entry, ConfigValue Value)>(StringComparer.Ordinal);
        foreach (var entry in ConfigEntries(root))
        {
            if (ConfigKey.TryParse(project.Name, entry.Key) is not { } key)
                problems.Add($"{entry.Position}: '{entry.Key}' is not a configuration key; accepted: namespace:name");
            else if (!given.TryAdd(key, (entry, ValueOf(key, entry))))
                problems.Add($"{entry.Position}: '{key}' is already set");
        }
        foreach (var declaration in project.Config)
        {
            if (given.TryGetValue(declaration.Key, out var found))
                Check(declaration, found.Entry, found.Value);
            else if (declaration.Default is { } value)
                AddDefault(declaration, value);
            else
                problems.Add($"{fileName}: stack '{stack}' does not set '{declaration.Key}', which has no default ({declaration.Position})");
        }
        foreach (var (key, (entry, value)) in given)
        {
            WarnIfUnknown(key, entry);
            Add(key, value);
        }
    }

    private static ConfigValue ValueOf(string key, YamlEntry entry) =>
        ConfigValue.FromEntry(entry.Value, ciphertext => SecretPlaceholder.For(key, ciphertext));

    private IReadOnlyList<YamlEntry> ConfigEntries(YamlNode? root)
    {
        if (root is null)
            return [];
        if (root is not YamlMapping file)
            throw PreviewException.Usage($"{root.Position}: a stack file is a mapping with 'config'");
        foreach (var entry in file.Entries.Where(entry => !FileKeys.Contains(entry.Key)))
            warnings.Add($"{entry.Position}: '{entry.Key}' is no key of a stack file{HintFor(entry.Key, FileKeys)}");
        if (file["environment"] is { } environment)
            warnings.Add($"{environment.Position}: 'environment' is not read: its values exist only in the service that holds them");
        return file["config"] switch
        {
            null or YamlScalar { Text: "" } => [],
            YamlMapping config => config.Entries,
            var other => throw PreviewException.Usage($"{other.Position}: 'config' must be a mapping of keys"),
        };
    }

    private void Check(ConfigDeclaration declaration, YamlEntry entry, ConfigValue value)
    {
        if (declaration.IsSecret && !value.IsSecret)
            problems.Add($"{entry.Value.Position}: '{declaration.Key}' is a secret, so its value must be encrypted: "
                + $"pulumi config set --secret {declaration.Key} --stack {stack}");
        else if (declaration.Type is { } type && !type.Accepts(value))
            problems.Add($"{entry.Value.Position}: '{declaration.Key}' is {Show(value)}; it must be of type {type}");
    }

    private void AddDefault(ConfigDeclaration declaration, ConfigValue value)
    {
        if (declaration.IsSecret)
            problems.Add($"{declaration.Position}: '{declaration.Name}' is a secret, so it takes no default");
        else
            Add(declaration.Key, value);
    }

    private void Add(string key, ConfigValue value) =>
        entries[key] = new ConfigEntry(value.Encode(), value.IsSecret, [.. value.Placeholders]);

    private void WarnIfUnknown(string key, YamlEntry entry)
    {
        if (!ConfigKey.IsOf(project.Name, key) || project.Config.Count == 0 || project.Config.Any(known => known.Key == key))
            return;
        warnings.Add($"{entry.Position}: '{key}' is not in Pulumi.yaml's config{HintFor(key, project.Config.Select(known => known.Key))}");
    }

    private static string HintFor(string key, IEnumerable<string> known) =>
        Nearest.To(key, known) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    private static string Show(ConfigValue value) => value.IsSecret ? "[secret]" : $"'{value.Encode()}'";
}
