namespace PmCrm.Preview.Project;

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
    private readonly Dictionary<string, SecretPlaceholder> encrypted = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ConfigEntry> entries = new(StringComparer.Ordinal);

    private StackConfiguration(ProjectFile project, string stack)
    {
        this.project = project;
        this.stack = stack;
        fileName = Path.GetFileName(project.StackPath(stack));
        warnings.AddRange(project.Warnings);
    }

    /// <summary>By full key (<c>namespace:name</c>), sorted.</summary>
    public IReadOnlyDictionary<string, ConfigEntry> Entries => entries;

    /// <summary>
    /// Problems that the CLI does not report: keys that the schema does not have, and values that the program receives differently than
    /// written.
    /// </summary>
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
            throw PreviewException.Usage(
                stacks.Count == 0
                    ? $"there is no stack '{stack}': no {Path.GetFileName(project.StackPath("<stack>"))} in '{project.ConfigDirectory}'"
                    : $"there is no stack '{stack}' (no {Path.GetFileName(path)}); stacks: {string.Join(", ", stacks)}"
            );
        }
        var configuration = new StackConfiguration(project, stack);
        configuration.Load(ConfigFile.Read(path, Path.GetFileName(path)));
        return configuration.problems.Count == 0 ? configuration : throw PreviewException.Usage(string.Join('\n', configuration.problems));
    }

    /// <summary>
    /// The program could not read an encrypted value: gives it a placeholder of the type that the program asked for. A schema that declares
    /// the type prevents this; without one, only the program knows the type.
    /// </summary>
    /// <param name="refusals">The error messages of the program.</param>
    /// <returns>Whether a placeholder changed, so that the program is worth running again.</returns>
    public bool Retype(IEnumerable<string> refusals)
    {
        var changed = false;
        foreach (var reading in refusals.Select(TypedReading.In).OfType<TypedReading>())
        {
            // Once for each key: a second refusal is about the value, not its type.
            if (!encrypted.Remove(reading.Key, out var placeholder))
                continue;
            entries[reading.Key] = ConfigEntry.Of(new ConfigValue.Secure(reading.Placeholder(placeholder)));
            warnings.Add(
                $"'{reading.Key}' is encrypted and the program reads it as {reading.Type}, so the preview ran again with "
                    + "a placeholder of that type"
            );
            changed = true;
        }
        return changed;
    }

    private void Load(YamlNode? root)
    {
        var given = new Dictionary<string, (YamlEntry Entry, ConfigValue Value)>(StringComparer.Ordinal);
        foreach (var entry in ConfigEntries(root))
        {
            if (!entry.IsTextKey || ConfigKey.TryParse(project.Name, entry.Key) is not { } key)
                problems.Add($"{entry.Position}: '{entry.Scalar.Text}' is not a configuration key; accepted: namespace:name");
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
                problems.Add(
                    $"{fileName}: stack '{stack}' does not set '{declaration.Key}', which has no default ({declaration.Position})"
                );
        }
        foreach (var (key, (entry, value)) in given)
        {
            WarnIfUnknown(key, entry);
            entries[key] = ConfigEntry.Of(value);
            if (value is ConfigValue.Secure { Placeholder: var placeholder })
                encrypted[key] = placeholder;
        }
    }

    private ConfigValue ValueOf(string key, YamlEntry entry)
    {
        var declaration = project.Config.FirstOrDefault(known => known.Key == key);
        // A value that should be secret is not repeated in a warning.
        var told = declaration?.IsSecret == true ? [] : warnings;
        return new ConfigValueReader(problems, told).ReadStackValue(key, entry.Value, declaration?.Type);
    }

    private IReadOnlyList<YamlEntry> ConfigEntries(YamlNode? root)
    {
        if (root is null)
            return [];
        if (root is not YamlMapping file)
            throw PreviewException.Usage($"{root.Position}: a stack file is a mapping with 'config'");
        foreach (var entry in file.Entries.Where(entry => !FileKeys.Contains(entry.Key) && !IsAnchor(file, entry)))
            warnings.Add($"{entry.Position}: '{entry.Key}' is not a key of a stack file{HintFor(entry.Key, FileKeys)}");
        if (file["environment"] is { } environment)
            warnings.Add($"{environment.Position}: 'environment' is not read: its values exist only in the service that holds them");
        return file["config"] switch
        {
            null => [],
            YamlScalar scalar when YamlTypes.Resolve(scalar) is ConfigValue.Null => [],
            YamlMapping config => config.Entries,
            var other => throw PreviewException.Usage($"{other.Position}: 'config' must be a mapping of keys"),
        };
    }

    // A key whose mapping 'config' merges ("<<: *anchor"): it has to be defined somewhere in the file.
    private static bool IsAnchor(YamlMapping file, YamlEntry entry) =>
        entry.Value is YamlMapping shared
        && file["config"] is YamlMapping config
        && shared.Entries.Any(member => config.Entries.Any(used => ReferenceEquals(used, member)));

    private void Check(ConfigDeclaration declaration, YamlEntry entry, ConfigValue value)
    {
        if (declaration.IsSecret && !value.IsSecret)
        {
            var message =
                $"{entry.Value.Position}: '{declaration.Key}' is a secret, so its value must be encrypted: "
                + $"pulumi config set --secret {declaration.Key} --stack {stack}";
            // The CLI checks keys with a type only.
            (declaration.Type is null ? warnings : problems).Add(message);
        }
        else if (declaration.Type is { } type && !type.Accepts(value))
        {
            problems.Add($"{entry.Value.Position}: '{declaration.Key}' is {Show(value)}; it must be of type {type}");
        }
    }

    private void AddDefault(ConfigDeclaration declaration, ConfigValue value)
    {
        if (declaration.IsSecret && declaration.Type is not null)
            problems.Add($"{declaration.Position}: '{declaration.Name}' is a secret, so it takes no default");
        else
            entries[declaration.Key] = ConfigEntry.Of(ConfigValueReader.AsPassed(declaration.Key, value));
    }

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
