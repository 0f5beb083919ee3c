using System.Reflection;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>The checkout that these tests were built from.</summary>
public static class Repository
{
    public static string Root => RepositoryRoot.Folder;

    /// <summary>The path of a program that is built with these tests: <c>Run</c>, <c>Rehearsal</c>, <c>Preview</c>.</summary>
    public static string Program(string name) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == name).Value!;
}
