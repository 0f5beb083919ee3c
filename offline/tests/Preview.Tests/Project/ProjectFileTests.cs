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
    [InlineData("name: app\nruntime: nodejs\n", "Pulumi.yaml:2:10: runtime 'nodejs' cannot be previewed; accepted: dotnet")]
    [InlineData("name: [a]\nruntime: dotnet\n", "Pulumi.yaml:1:7: 'name' must be a text")]
    [InlineData("just text\n", "Pulumi.yaml: a project file is a mapping with 'name' and 'runtime'")]
    public void A_broken_project_file_says_what_is_wrong_and_where(string text, string expected)
    {
        folder.Write("Pulumi.yaml", text);

        Assert.Equal(expected, Assert.Throws<PreviewException>(() => ProjectFile.Find(folder.Root)).Message);
    }

    [Fact]
    public void Every_problem_of_the_schema_is_reported_at_once()
    {
        folder.Write("Pulumi.yaml", """
            name: app
            runtime: dotnet
            config:
              size: { type: number }
              both: { default: 1, value: 2 }
              list: { type: array }
              wrong: { type: integer, default: many }
              gcp:region: { type: string }
            """);

        var error = Assert.Throws<PreviewException>(() => ProjectFile.Find(folder.Root));

        Assert.Equal("""
            Pulumi.yaml:4:17: 'size' has an unknown type; accepted: string, integer, boolean, array, object
            Pulumi.yaml:5:3: 'both' has both a 'default' and a 'value'; one of them must go
            Pulumi.yaml:6:17: 'list' is an array, so it needs 'items' with the type of its elements
            Pulumi.yaml:7:36: the default of 'wrong' must be of type integer
            Pulumi.yaml:8:23: 'gcp:region' belongs to another namespace, so it takes no 'type'
            Pulumi.yaml:8:3: 'gcp:region' belongs to another namespace, so it needs a 'value'
            """, error.Message);
    }

    [Fact]
    public void A_folder_without_a_project_is_named()
    {
        var error = Assert.Throws<PreviewException>(() => ProjectFile.Find(folder.Root));

        Assert.Equal($"no Pulumi.yaml in '{folder.Root}' or any folder above it", error.Message);
    }
}
