namespace PmCrm.Preview.Bench;

/// <summary>A project on disk whose stacks register 100 and 1,000 resources.</summary>
internal sealed class SyntheticProject : IDisposable
{
    private SyntheticProject(string root) => Root = root;

    public string Root { get; }

    public static SyntheticProject Create(string program)
    {
        var root = Directory.CreateTempSubdirectory("preview-bench-").FullName;
        File.WriteAllText(Path.Combine(root, "Pulumi.yaml"), $"name: synthetic\nruntime: dotnet\nmain: {program}\n");
        foreach (var count in new[] { 100, 1000 })
            File.WriteAllText(
                Path.Combine(root, $"Pulumi.of-{count}.yaml"),
                $"config:\n  synthetic:scenario: many\n  synthetic:count: {count}\n"
            );
        return new SyntheticProject(root);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
