using System.Reflection;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PmCrm.Sdk.Generator.Tests.Harness;

/// <summary>A small package, generated from a slice that a test writes, compiled and loaded.</summary>
internal static class Sample
{
    /// <summary>The warning that a package was built against an older .NET. The .NET SDK suppresses it too.</summary>
    private static readonly Dictionary<string, ReportDiagnostic> QuietInEveryBuild = new()
    {
        ["CS1701"] = ReportDiagnostic.Suppress,
        ["CS1702"] = ReportDiagnostic.Suppress,
    };

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    /// <summary>The C# of a slice; sections that the slice leaves out are empty.</summary>
    internal static string Generate(string json, string name = "sample", string root = "Sample", Overrides? overrides = null)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("slice").FullName, "slice.json");
        var slice = new Dictionary<string, object> { ["name"] = name, ["version"] = "1.2.3" };
        foreach (var part in new[] { "resources", "functions", "inputs", "outputs", "enums" })
            slice[part] = new Dictionary<string, object>();
        foreach (var property in JsonDocument.Parse(json).RootElement.EnumerateObject())
            slice[property.Name] = property.Value;
        File.WriteAllText(file, JsonSerializer.Serialize(slice));
        try
        {
            return Package.Write(
                Slice.Read(file),
                overrides ?? Repository.Overrides,
                root,
                forStandin: Repository.BuiltWith("PulumiSdk") == "standin"
            );
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    /// <summary>The same code, compiled as the build compiles a provider package.</summary>
    internal static Assembly Compile(string json) => Compile([Generate(json)]);

    /// <summary>Compiles files of a provider package, with the files that all packages share.</summary>
    /// <param name="files">The text of each.</param>
    /// <param name="without">An assembly that is not referenced, because it has the same types.</param>
    internal static Assembly Compile(IEnumerable<string> files, string? without = null)
    {
        var shared = Directory.GetFiles(Path.Combine(Repository.Sdk, "Provider"), "*.cs").Select(File.ReadAllText);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) != without)
            .Select(path => MetadataReference.CreateFromFile(path));
        // A friend assembly of the stand-in core, as every package is.
        var compilation = CSharpCompilation.Create(
            "Sample",
            shared.Concat(files).Select(text => CSharpSyntaxTree.ParseText(text, ParseOptions)),
            references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                specificDiagnosticOptions: QuietInEveryBuild
            )
        );
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        return Assembly.Load(image.ToArray());
    }
}
