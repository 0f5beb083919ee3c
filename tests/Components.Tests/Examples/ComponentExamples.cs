using System.Reflection;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Tests.Examples;

/// <summary>
/// The examples that components carry in their documentation (<c>&lt;example&gt;&lt;code&gt;</c>), compiled as somebody else's program
/// would be: against the public API, with the components' and Pulumi's namespaces in use.
/// </summary>
internal static class ComponentExamples
{
    private static readonly Lazy<(Assembly Assembly, ILookup<string, Diagnostic> Errors)> Compiled = new(Compile);

    /// <summary>Every component of the library.</summary>
    public static IReadOnlyList<Type> Components { get; } =
    [
        .. typeof(ResourceLabels).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(ComponentResource)) && !type.IsAbstract)
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    /// <summary>The example's code as written; null where the component has none.</summary>
    public static string? CodeOf(Type component)
        => Documentation.Value.Descendants("member")
            .Single(member => (string?)member.Attribute("name") == $"T:{component.FullName}")
            .Element("example")?.Element("code")?.Value;

    /// <summary>What the compiler has against the example.</summary>
    public static IReadOnlyList<string> ErrorsIn(Type component)
        => [.. Compiled.Value.Errors[component.Name].Select(error => error.ToString())];

    /// <summary>The example as something to run inside a deployment.</summary>
    public static Action ProgramOf(Type component)
        => Compiled.Value.Assembly.GetType(ClassName(component))!.GetMethod("Run")!.CreateDelegate<Action>();

    private static readonly Lazy<XDocument> Documentation
        = new(() => XDocument.Load(Path.ChangeExtension(typeof(ResourceLabels).Assembly.Location, ".xml")));

    private static (Assembly, ILookup<string, Diagnostic>) Compile()
    {
        var compilation = CSharpCompilation.Create(
            "Examples",
            Components.Where(component => CodeOf(component) is not null).Select(Parse),
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var errors = compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .ToLookup(diagnostic => diagnostic.Location.SourceTree!.FilePath);
        // One example's error is that example's alone: the others still run.
        var sound = compilation.RemoveSyntaxTrees(compilation.SyntaxTrees.Where(tree => errors.Contains(tree.FilePath)));
        using var image = new MemoryStream();
        var emitted = sound.Emit(image);
        if (!emitted.Success) throw new InvalidOperationException(string.Join(Environment.NewLine, emitted.Diagnostics));
        return (Assembly.Load(image.ToArray()), errors);
    }

    private static SyntaxTree Parse(Type component)
    {
        var namespaces = Components.Select(type => type.Namespace!).Distinct()
            .Concat([typeof(ResourceLabels).Namespace!, "PmCrm.Contract", "Pulumi", "System", "System.Collections.Generic", "System.Linq"]);
        return CSharpSyntaxTree.ParseText(
            $$"""
            {{string.Join(Environment.NewLine, namespaces.Select(name => $"using {name};"))}}

            public static class {{ClassName(component)}}
            {
                public static void Run()
                {
            {{CodeOf(component)}}
                }
            }
            """,
            path: component.Name);
    }

    private static string ClassName(Type component) => $"{component.Name}Example";
}
