using System.Reflection;

namespace PmCrm.Preview.Tests.Harness;

/// <summary>Where the build put the programs that the tests run.</summary>
internal static class Built
{
    /// <summary>The sample program.</summary>
    public static string Scenarios { get; } = Metadata("Scenarios");

    /// <summary>The folder of the sample program's project.</summary>
    public static string ScenariosSource { get; } = Path.GetFullPath(Metadata("ScenariosSource"));

    /// <summary>This repository's own program, with the components beside it.</summary>
    public static string Infra { get; } = Metadata("Infra");

    /// <summary>The preview program itself.</summary>
    public static string Preview { get; } = Metadata("Preview");

    /// <summary>The root of the repository.</summary>
    public static string Repository => RepositoryRoot.Folder;

    /// <summary>The SDK mode of this build.</summary>
    public static string PulumiSdk { get; } = Metadata("PulumiSdk");

    /// <summary>The folder of this project, which holds the snapshots.</summary>
    public static string TestSource { get; } = Metadata("TestSource");

    private static string Metadata(string key) =>
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
