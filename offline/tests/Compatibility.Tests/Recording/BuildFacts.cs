using System.Reflection;

namespace PmCrm.Compatibility.Tests.Recording;

/// <summary>Facts of the build that tests need: the SDK mode and the places of programs and traces.</summary>
internal static class BuildFacts
{
    /// <summary><c>official</c> or <c>standin</c>.</summary>
    public static string PulumiSdk { get; } = Metadata("PulumiSdk");

    /// <summary>The committed traces, in the source tree.</summary>
    public static string TraceFolder { get; } = Path.Combine(RepositoryRoot.Folder, "offline", "tests", "Compatibility.Tests", "Traces");

    /// <summary>A program of this repository as this build made it.</summary>
    public static string Program(string project, string assembly) =>
        Path.Combine(Metadata("ProgramFolder"), project, Metadata("Pivot"), assembly + ".dll");

    private static string Metadata(string key) =>
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
