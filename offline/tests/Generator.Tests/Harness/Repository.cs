using System.Reflection;

namespace PmCrm.Sdk.Generator.Tests.Harness;

/// <summary>The files of this repository that the tests read.</summary>
internal static class Repository
{
    internal static string Sdk { get; } = Path.Combine(RepositoryRoot.Folder, "offline", "sdk");

    internal static Overrides Overrides { get; } = Overrides.Load(Path.Combine(Sdk, "overrides"));

    internal static Slice Slice(string package) => Generator.Slice.Read(Path.Combine(Sdk, "schemas", $"{package}.json"));

    /// <summary>The lines of types.txt, as package, module and name.</summary>
    internal static IReadOnlyList<(string Package, string Module, string Name)> NamedTypes { get; } =
    [
        .. File.ReadLines(Path.Combine(Sdk, "schemas", "types.txt"))
            .Select(line => line.Split('#')[0].Trim())
            .Where(line => line.Length > 0)
            .Select(line => line.Split(' '))
            .Select(parts => (parts[0], parts[1][..Math.Max(parts[1].LastIndexOf('/'), 0)], parts[1][(parts[1].LastIndexOf('/') + 1)..])),
    ];

    /// <summary>A property of the build, which the project file passes to the tests.</summary>
    internal static string BuiltWith(string property) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == property).Value!;
}
