using PmCrm.Preview.Project;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Project;

public sealed class ProjectFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_project_is_found_from_a_folder_below_it()
    {
        folder.Write("Pulumi.yaml", "name: app\nruntime:\n  name: dotnet\nmain: infra\n");
        folder.Write("infra/src/Program.cs", "");

        var project = ProjectFile.Find(Path.Combine(folder.Root, "infra", "src"));

        Assert.Equal("app", project.Name);
        Assert.Equal(Path.Combine(folder.Root, "infra"), project.MainDirectory);
    }

    [Theory]
    [InlineData("runtime: dotnet\n", "Pulumi.yaml:1:1: the project has no 'name'")]
    [InlineData("name: app\n", "Pulumi.yaml:1:1: the project has no 'runtime'")]
    [InlineData("name: app\nruntime: python\n", "Pulumi.yaml:2:10: runtime 'python' cannot be previewed; accepted: dotnet, nodejs")]
    [InlineData("name: [a]\nruntime: dotnet\n", "Pulumi.yaml:1:7: 'name' must be a text")]
    [InlineData("name: 0x10\nruntime: dotnet\n", "Pulumi.yaml:1:7: 'name' must be a text; write \"0x10\"")]
    [InlineData("name: app\nruntime: dotnet\nconfig: [a]\n", "Pulumi.yaml:3:9: 'config' must be a mapping of keys")]
    [InlineData(
        "name: app\nruntime: dotnet\nconfig: a\nstackConfigDir: b\n",
        "Pulumi.yaml:3:9: 'config' and 'stackConfigDir' both name a folder; keep 'stackConfigDir'"
    )]
    [InlineData("just text\n", "Pulumi.yaml: a project file is a mapping with 'name' and 'runtime'")]
    public void A_broken_project_file_says_what_is_wrong_and_where(string text, string expected)
    {
        folder.Write("Pulumi.yaml", text);

        Assert.Equal(expected, Assert.Throws<PreviewException>(() => ProjectFile.Find(folder.Root)).Message);
    }

    [Fact]
    public void Every_problem_of_the_schema_is_reported_at_once()
    {
        folder.Write(
            "Pulumi.yaml",
            """
            name: app
            runtime: dotnet
            config:
              size: { type: number }
              both: { default: 1, value: 2 }
              list: { type: array }
              wrong: { type: integer, default: many }
              gcp:region: { type: string }
              empty:
              typo: { type: string, defualt: a }
              secret: { type: string, secret: yes }
            """
        );

        var error = Assert.Throws<PreviewException>(() => ProjectFile.Find(folder.Root));

        Assert.Equal(
            """
            Pulumi.yaml:4:17: 'size' has an unknown type; accepted: string, integer, boolean, array, object
            Pulumi.yaml:5:3: 'both' has both a 'default' and a 'value'; remove one of them
            Pulumi.yaml:6:17: 'list' is an array, so it needs 'items' with the type of its elements
            Pulumi.yaml:7:36: the default of 'wrong' must be of type integer
            Pulumi.yaml:8:23: 'gcp:region' belongs to another namespace, so it takes no 'type'
            Pulumi.yaml:8:3: 'gcp:region' belongs to another namespace, so it needs a 'value'
            Pulumi.yaml:9:9: 'empty' must be a text, an integer, true, false, a list, or a mapping with <attributes>
            Pulumi.yaml:10:25: 'typo' has no attribute 'defualt'; accepted: <attributes>
            Pulumi.yaml:11:35: 'secret' of 'secret' must be true or false
            """,
            error.Message.Replace("type, items, description, secret, default, value", "<attributes>", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_folder_without_a_project_is_named()
    {
        var error = Assert.Throws<PreviewException>(() => ProjectFile.Find(folder.Root));

        Assert.Equal($"no Pulumi.yaml in '{folder.Root}' or any folder above it", error.Message);
    }

    [Theory]
    [InlineData("Pulumi.yaml", "name: app\nruntime: dotnet\nstackConfigDir: \"\"\n", "Pulumi.dev.yaml")]
    [InlineData("Pulumi.yaml", "name: app\nruntime: dotnet\nstackConfigDir: ~\nmain: ~\n", "Pulumi.dev.yaml")]
    [InlineData("Pulumi.yaml", "name: app\nruntime: dotnet\nstackConfigDir: stacks\n", "stacks/Pulumi.dev.yaml")]
    [InlineData("Pulumi.yaml", "name: app\nruntime: dotnet\nconfig: stacks\n", "stacks/Pulumi.dev.yaml")]
    [InlineData("Pulumi.yml", "name: app\nruntime: dotnet\n", "Pulumi.dev.yml")]
    [InlineData("Pulumi.json", """{ "name": "app", "runtime": { "name": "dotnet" }, "stackConfigDir": null }""", "Pulumi.dev.json")]
    public void The_stack_file_is_where_the_CLI_looks_for_it(string name, string text, string expected)
    {
        folder.Write(name, text);

        Assert.Equal(Path.Combine(folder.Root, expected), ProjectFile.Find(folder.Root).StackPath("dev"));
    }

    [Fact]
    public void A_project_in_JSON_has_the_same_configuration()
    {
        folder.Write(
            "Pulumi.json",
            """
            { "name": "app", "runtime": "dotnet", "config": { "size": { "type": "integer", "default": 3 }, "zone": "a" } }
            """
        );
        folder.Write(
            "Pulumi.dev.json",
            """
            { "config": { "app:zone": "\u0062\/c", "app:big": 9007199254740993, "app:part": { "x": 1.50 } } }
            """
        );

        var entries = StackConfiguration.Read(ProjectFile.Find(folder.Root), "dev").Entries;

        Assert.Equal(
            ["app:big 9007199254740992", "app:part {\"x\":1.5}", "app:size 3", "app:zone b/c"],
            entries.Select(entry => $"{entry.Key} {entry.Value.Text}")
        );
    }

    [Theory]
    [InlineData("{ \"name\": ", "Pulumi.json:1:")]
    [InlineData("{ \"name\": \"app\",\n\"runtime\": 1e400 }", "Pulumi.json:2:12: 1e400 is out of the range of a number")]
    [InlineData("{ \"name\": \"app\",\n\"runtime\": 3 }", "Pulumi.json:2:12: 'runtime' must be a text")]
    public void A_broken_project_in_JSON_says_where(string text, string expected)
    {
        folder.Write("Pulumi.json", text);

        Assert.StartsWith(expected, Assert.Throws<PreviewException>(() => ProjectFile.Find(folder.Root)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("infra", "infra")]
    [InlineData("infra/app.csproj", "infra")]
    [InlineData("infra/app.fsproj", "infra")]
    public void Main_is_a_folder_or_a_project_file(string main, string expected)
    {
        folder.Write("infra/app.csproj", "<Project />");
        folder.Write("infra/notes.txt", "");
        if (main.EndsWith(".fsproj", StringComparison.Ordinal))
            folder.Write(main, "<Project />");
        folder.Write("Pulumi.yaml", $"name: app\nruntime: dotnet\nmain: {main}\n");

        var project = ProjectFile.Find(folder.Root);

        Assert.NotNull(ProgramBuild.For(project, temporary: false));
        Assert.Equal(Path.Combine(folder.Root, expected), project.MainDirectory);
    }

    [Theory]
    [InlineData("none", "Pulumi.yaml: main 'none' does not exist; ")]
    [InlineData("infra/notes.txt", "Pulumi.yaml: main 'infra/notes.txt' is another kind of file; ")]
    public void A_main_that_is_no_program_is_named(string main, string expected)
    {
        folder.Write("infra/notes.txt", "");
        folder.Write("Pulumi.yaml", $"name: app\nruntime: dotnet\nmain: {main}\n");

        var error = Assert.Throws<PreviewException>(() => ProgramBuild.For(ProjectFile.Find(folder.Root), temporary: false));

        Assert.Equal(expected + "accepted: a folder that holds one .NET project, or the project file itself", error.Message);
    }
}
