namespace PmCrm.Preview.Project;

/// <summary>What Pulumi.yaml says about a project.</summary>
public sealed class ProjectFile
{
    public const string Dotnet = "dotnet";
    public const string Nodejs = "nodejs";

    private const string Stem = "Pulumi";

    // In the order in which the CLI looks for them (sdk/go/common/encoding).
    private static readonly string[] Extensions = [".json", ".yaml", ".yml"];

    private readonly List<string> warnings = [];

    private ProjectFile(string path, YamlMapping root)
    {
        FilePath = path;
        Directory = Path.GetDirectoryName(path)!;
        Name = ReadText(root, "name") ?? throw PreviewException.Usage($"{root.Position}: the project has no 'name'");
        Runtime = ReadRuntime(root);
        IsTypeScript = Runtime == Nodejs && !IsPlainJavaScript(root);
        Main = ReadText(root, "main") ?? ".";
        ConfigDirectory = Path.GetFullPath(Path.Combine(Directory, ReadConfigDirectory(root) ?? "."));
        Config = ReadConfig(root);
    }

    public string FilePath { get; }

    /// <summary>The folder that holds Pulumi.yaml.</summary>
    public string Directory { get; }

    public string Name { get; }

    /// <summary>The language of the program: <see cref="Dotnet"/> or <see cref="Nodejs"/>.</summary>
    public string Runtime { get; }

    /// <summary>A program for Node may be TypeScript; false where the runtime's options say that it is not.</summary>
    public bool IsTypeScript { get; }

    /// <summary>The program: a folder, or a .NET project file; relative to <see cref="Directory"/>.</summary>
    public string Main { get; }

    /// <summary>The folder that holds the stack files.</summary>
    public string ConfigDirectory { get; }

    /// <summary>The program as a full path.</summary>
    public string MainPath => Path.GetFullPath(Path.Combine(Directory, Main));

    /// <summary>The program's folder as a full path. The CLI starts the program in it (pkg/engine/project.go).</summary>
    public string MainDirectory => File.Exists(MainPath) ? Path.GetDirectoryName(MainPath)! : MainPath;

    public IReadOnlyList<ConfigDeclaration> Config { get; }

    /// <summary>Defaults that the program receives differently than written.</summary>
    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>Finds and reads the nearest project file in <paramref name="directory"/> or above it.</summary>
    /// <exception cref="PreviewException">There is none, or it is not a valid project file.</exception>
    public static ProjectFile Find(string directory)
    {
        var start = Path.GetFullPath(directory);
        if (!System.IO.Directory.Exists(start))
            throw PreviewException.Usage($"the folder '{directory}' does not exist");
        for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
            if (PathIn(folder) is { } path)
                return Read(path);
        throw PreviewException.Usage($"no Pulumi.yaml in '{start}' or any folder above it");
    }

    /// <summary>The path of the project file in a folder, or null when it has none.</summary>
    public static string? PathIn(string folder) =>
        Extensions.Select(extension => Path.Combine(folder, Stem + extension)).FirstOrDefault(File.Exists);

    /// <summary>Reads one project file.</summary>
    public static ProjectFile Read(string path)
    {
        var name = Path.GetFileName(path);
        return ConfigFile.Read(path, name) is YamlMapping root
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
            ?
            [
                .. System
                    .IO.Directory.EnumerateFiles(ConfigDirectory, $"{Stem}.*{extension}")
                    .Select(file => Path.GetFileNameWithoutExtension(file)[(Stem.Length + 1)..])
                    .Order(StringComparer.Ordinal),
            ]
            : [];
    }

    // Null and an empty text are the same as not set.
    private static string? ReadText(YamlMapping mapping, string key)
    {
        if (mapping[key] is not { } node)
            return null;
        return (node is YamlScalar scalar ? YamlTypes.Resolve(scalar) : null) switch
        {
            ConfigValue.Text text => text.Value.Length > 0 ? text.Value : null,
            ConfigValue.Null => null,
            _ => throw PreviewException.Usage(
                $"{node.Position}: '{key}' must be a text{(node is YamlScalar plain ? $"; write \"{plain.Text}\"" : "")}"
            ),
        };
    }

    // "config: FOLDER" is the older way to write "stackConfigDir: FOLDER".
    private static string? ReadConfigDirectory(YamlMapping root)
    {
        if (root["config"] is not YamlScalar folder || YamlTypes.Resolve(folder) is not ConfigValue.Text)
            return ReadText(root, "stackConfigDir");
        return root["stackConfigDir"] is null
            ? ReadText(root, "config")
            : throw PreviewException.Usage($"{folder.Position}: 'config' and 'stackConfigDir' both name a folder; keep 'stackConfigDir'");
    }

    private static string ReadRuntime(YamlMapping root)
    {
        var runtime = root["runtime"] is YamlMapping options ? ReadText(options, "name") : ReadText(root, "runtime");
        return runtime switch
        {
            Dotnet or Nodejs => runtime,
            null => throw PreviewException.Usage($"{root.Position}: the project has no 'runtime'"),
            _ => throw PreviewException.Usage(
                $"{root["runtime"]!.Position}: runtime '{runtime}' cannot be previewed; accepted: {Dotnet}, {Nodejs}"
            ),
        };
    }

    // runtime: { name: nodejs, options: { typescript: false } }, www.pulumi.com/docs/iac/concepts/projects/project-file
    private static bool IsPlainJavaScript(YamlMapping root) =>
        root["runtime"] is YamlMapping runtime
        && runtime["options"] is YamlMapping options
        && options["typescript"] is YamlScalar scalar
        && YamlTypes.Resolve(scalar) is ConfigValue.Bool { Value: false };

    private List<ConfigDeclaration> ReadConfig(YamlMapping root)
    {
        if (root["config"] is null)
            return [];
        if (root["config"] is YamlScalar scalar && YamlTypes.Resolve(scalar) is ConfigValue.Null or ConfigValue.Text)
            return [];
        if (root["config"] is not YamlMapping config)
            throw PreviewException.Usage($"{root["config"]!.Position}: 'config' must be a mapping of keys");
        var problems = new List<string>();
        var reader = new ConfigDeclarationReader(Name, problems, warnings);
        var declarations = config.Entries.Select(reader.Read).OfType<ConfigDeclaration>().ToList();
        foreach (var twice in declarations.GroupBy(declaration => declaration.Key).Where(group => group.Count() > 1))
            problems.Add($"{twice.Last().Position}: '{twice.Key}' is already declared on line {twice.First().Position.Line}");
        return problems.Count == 0 ? declarations : throw PreviewException.Usage(string.Join('\n', problems));
    }
}
