using System.Reflection;

namespace PmCrm;

/// <summary>The checkout that this program was built from: the one finder for tests and for the programs of <c>eng/</c>.</summary>
internal static class RepositoryRoot
{
    /// <summary>Its path, without a separator at the end.</summary>
    public static string Folder { get; } =
        Path.TrimEndingDirectorySeparator(
            typeof(RepositoryRoot)
                .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                .Single(metadata => metadata.Key == nameof(RepositoryRoot))
                .Value!
        );
}
