namespace PmCrm.Preview.Project;

/// <summary>One key of the configuration schema in Pulumi.yaml.</summary>
/// <param name="Key">The full key, <c>namespace:name</c>.</param>
/// <param name="Name">The key as Pulumi.yaml writes it.</param>
/// <param name="Type">Null when the schema does not say.</param>
/// <param name="Default">Its default or fixed value; null when a stack must set the key.</param>
/// <param name="IsSecret">The schema demands that stacks encrypt it.</param>
public sealed record ConfigDeclaration(
    string Key, string Name, ConfigType? Type, ConfigValue? Default, bool IsSecret, Position Position);

/// <summary>What Pulumi.yaml says about a project.</summary>
public sealed class ProjectFile
{
    private const string Stem = "Pulumi";
    private static readonly string[] Extensions = [".yaml", ".yml"];

    private ProjectFile(string path, YamlMapping root)
    {
        FilePath = path;
        Directory = Path.GetDirectoryName(path)!;
        Name = ReadText(root, "name") ?? throw PreviewException.Usage($"{root.Position}: the project has no 'name'");
        Runtime = ReadRuntime(root);
        Main = ReadText(root, "main") ?? ".";
        ConfigDirectory = Path.Combine(Directory, ReadText(root, "stackConfigDir") ?? ".");
        Config = ReadConfig(root);
    }

    public string FilePath { get; }

    /// <summary>The folder that holds Pulumi.yaml.</summary>
    public string Directory { get; }

    public string Name { get; }

    /// <summary>The language of the program; only <c>dotnet</c> can be previewed.</summary>
    public string Runtime { get; }

    /// <summary>The program's folder, relative to <see cref="Directory"/>.</summary>
    public string Main { get; }

    /// <summary>The folder that holds the stack files.</summary>
    public string ConfigDirectory { get; }

    /// <summary>The program's folder as a full path.</summary>
    public string MainDirectory => Path.GetFullPath(Path.Combine(Directory, Main));

    public IReadOnlyList<ConfigDeclaration> Config { get; }

    /// <summary>Finds and reads the nearest Pulumi.yaml in <paramref name="directory"/> or above it.</summary>
    /// <exception cref="PreviewException">There is none, or it is not a valid project file.</exception>
    public static ProjectFile Find(string directory)
    {
        var start = Path.GetFullPath(directory);
        if (!System.IO.Directory.Exists(start))
            throw PreviewException.Usage($"the folder '{directory}' does not exist");
        for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
            foreach (var extension in Extensions)
                if (File.Exists(Path.Combine(folder, Stem + extension)))
                    return Read(Path.Combine(folder, Stem + extension));
        throw PreviewException.Usage($"no Pulumi.yaml in '{start}' or any folder above it");
    }

    /// <summary>Reads one project file.</summary>
    public static ProjectFile Read(string path)
    {
        var name = Path.GetFileName(path);
        return YamlReader.ReadFile(path, name) is YamlMapping root
            ? new ProjectFile(Path.GetFullPath(path), root)
            : throw PreviewException.Usage($"{name}: a project file is a mapping with 'name' and 'runtime'");
    }

    /// <summary>The path of a stack's file, whether or not it exists.</summary>
    public string StackPath(string stack) =>
        Path.Combine(ConfigDirectory, $"{Stem}.{stack.Replace('/', '-')}{Path.GetExtension(FilePath)}");

    /// <summary>The stacks that have a file, sorted.</summary>
    public IReadOnlyList<string> Stacks()
    {
        var extension = Path.GetExtension(FilePath);
        return System.IO.Directory.Exists(ConfigDirectory)
            ? [.. System.IO.Directory.EnumerateFiles(ConfigDirectory, $"{Stem}.*{extension}")
                .Select(file => Path.GetFileNameWithoutExtension(file)[(Stem.Length + 1)..])
                .Order(StringComparer.Ordinal)]
            : [];
    }

    private static string? ReadText(YamlMapping mapping, string key) => mapping[key] switch
    {
        null => null,
        YamlScalar { Text: not "" } scalar => scalar.Text,
        var other => throw PreviewException.Usage($"{other.Position}: '{key}' must be a text"),
    };

    private static string ReadRuntime(YamlMapping root)
    {
        var runtime = root["runtime"] is YamlMapping options ? ReadText(options, "name") : ReadText(root, "runtime");
        return runtime switch
        {
            "dotnet" => runtime,
            null => throw PreviewException.Usage($"{root.Position}: the project has no 'runtime'"),
            _ => throw PreviewException.Usage(
                $"{root["runtime"]!.Position}: runtime '{runtime}' cannot be previewed; accepted: dotnet"),
        };
    }

    private List<ConfigDeclaration> ReadConfig(YamlMapping root)
    {
        if (root["config"] is null or YamlScalar { Text: "" })
            return [];
        if (root["config"] is not YamlMapping config)
            throw PreviewException.Usage($"{root["config"]!.Position}: 'config' must be a mapping of keys");
        var problems = new List<string>();
        var declarations = new List<ConfigDeclaration>();
        foreach (var entry in config.Entries)
        {
            var declaration = ConfigDeclarationReader.Read(Name, entry, problems);
            if (declaration is not null)
                declarations.Add(declaration);
        }
        return problems.Count == 0 ? declarations : throw PreviewException.Usage(string.Join('\n', problems));
    }
}
