using System.Reflection;

namespace PmCrm;

/// <summary>The root folder of the checkout that this program was built from, for tests and for the programs of <c>eng/</c>.</summary>
internal static class RepositoryRoot
{
    /// <summary>The path, without a trailing separator.</summary>
    public static string Folder { get; } =
        Path.TrimEndingDirectorySeparator(
            typeof(RepositoryRoot)
                .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                .Single(metadata => metadata.Key == nameof(RepositoryRoot))
                .Value!
        );
}
