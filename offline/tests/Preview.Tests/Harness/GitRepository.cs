using System.Diagnostics;

namespace PmCrm.Preview.Tests.Harness;

/// <summary>A repository with a small Pulumi program that builds against the SDK the sample program was built with.</summary>
internal sealed class GitRepository : IDisposable
{
    private readonly TempFolder folder = new();

    private GitRepository() { }

    public string Root => folder.Root;

    /// <summary>A repository whose branch <c>main</c> holds a program with two resources, and one stack.</summary>
    public static Task<GitRepository> CreateAsync() => CreateAsync(Built.Scenarios, Program("EU", "kept", "removed"));

    /// <summary>A repository whose branch <c>main</c> holds the given program, and one stack.</summary>
    /// <param name="built">A built program; the new one builds against the libraries next to it.</param>
    /// <param name="program">The text of the new one.</param>
    public static async Task<GitRepository> CreateAsync(string built, string program)
    {
        var repository = new GitRepository();
        repository.Write("Pulumi.yaml", "name: shop\nruntime: dotnet\nmain: infra\nconfig:\n  tier: { type: string, default: small }\n");
        repository.Write("Pulumi.staging.yaml", "config:\n  shop:token:\n    secure: v1:one\n");
        repository.Write(
            "infra/infra.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <!-- The SDK serves callbacks, and brings this with it where it is a package or a project. -->
                <FrameworkReference Include="Microsoft.AspNetCore.App" />
                <Reference Include="{Path.GetDirectoryName(built)}/*.dll" Exclude="{built}" />
              </ItemGroup>
            </Project>
            """
        );
        repository.Write("infra/Program.cs", program);
        repository.Write(".gitignore", "bin/\nobj/\n");
        await repository.GitAsync("init", "--quiet", "--initial-branch", "main");
        await repository.GitAsync("add", "--all");
        await repository.CommitAsync("base");
        return repository;
    }

    /// <summary>Writes a program with a database and some buckets.</summary>
    public void WriteProgram(string location, params string[] buckets) => Write("infra/Program.cs", Program(location, buckets));

    public void Write(string name, string text) => folder.Write(name, text);

    public Task CommitAsync(string message, params string[] options) =>
        GitAsync(["-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", message, .. options]);

    public async Task<string> GitAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", Root, .. arguments]);
        var git = await ChildProcess.RunAsync(start, line: null, TestContext.Current.CancellationToken);
        Assert.True(git.ExitCode == 0, git.Errors);
        return git.Output;
    }

    public Task<CliResult> DiffAsync(params string[] options) => PreviewCli.RunAsync(["diff", "staging", "--project", Root, .. options]);

    public void Dispose() => folder.Dispose();

    private static string Program(string location, params string[] buckets) =>
        $$"""
            using System.Collections.Immutable;
            using Pulumi;

            return await Deployment.RunAsync(() =>
            {
                var config = new Config();
                new Thing("gcp:sql/databaseInstance:DatabaseInstance", "db", new()
                {
                    ["tier"] = config.Require("tier"),
                    ["rootPassword"] = config.RequireSecret("token"),
                });
                foreach (var name in new[] { {{string.Join(", ", buckets.Select(bucket => $"\"{bucket}\""))}} })
                    new Thing("gcp:storage/bucket:Bucket", name, new() { ["location"] = "{{location}}" });
            });

            sealed class Thing(string type, string name, Dictionary<string, object?> properties)
                : CustomResource(type, name, new DictionaryResourceArgs(properties.ToImmutableDictionary()), (CustomResourceOptions?)null);
            """;
}
