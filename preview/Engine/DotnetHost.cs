namespace PmCrm.Preview.Engine;

/// <summary>Finds the <c>dotnet</c> command: the one that runs this process, else the one that the environment names.</summary>
internal static class DotnetHost
{
    private static readonly string Executable = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    public static string Path { get; } = Find();

    private static string Find()
    {
        // Our own runtime sits in <root>/shared/<framework>/<version>, whether or not an apphost started us.
        var runtime = System.IO.Path.GetDirectoryName(typeof(object).Assembly.Location);
        var candidates = new[]
        {
            Environment.ProcessPath is { } self && System.IO.Path.GetFileName(self) == Executable ? self : null,
            string.IsNullOrEmpty(runtime) ? null : System.IO.Path.GetFullPath(System.IO.Path.Combine(runtime, "../../..", Executable)),
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"),
        };
        return candidates.FirstOrDefault(File.Exists) ?? Executable;
    }
}
