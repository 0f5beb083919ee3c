using System.Runtime.InteropServices;

namespace PmCrm.Preview.Project;

/// <summary>
/// Finds the <c>dotnet</c> command: the one that runs this process, else the one that the environment names or has in its path.
/// </summary>
internal static class DotnetHost
{
    private static readonly string Executable = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    public static string Path { get; } = Find();

    private static string Find()
    {
        // Our own runtime sits in <root>/shared/<framework>/<version>, whether or not an apphost started us. A native program has none.
        var root = System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..");
        var candidates = new[]
        {
            Environment.ProcessPath is { } self && System.IO.Path.GetFileName(self) == Executable ? self : null,
            System.IO.Path.GetFullPath(System.IO.Path.Combine(root, Executable)),
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"),
        };
        return candidates.FirstOrDefault(File.Exists) ?? Executable;
    }
}
