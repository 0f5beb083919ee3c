using PmCrm.LocalServers;

namespace PmCrm.Repository.Tests;

/// <summary>
/// A folder, first on PATH, with stubs that record their calls: for scripts that would access the cloud.
/// </summary>
internal sealed class StubTools : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tools-").FullName;

    private string CallsFile => Path.Combine(folder, "calls");

    /// <summary>The calls so far, one per line.</summary>
    public IReadOnlyList<string> Calls => File.Exists(CallsFile) ? File.ReadAllLines(CallsFile) : [];

    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Adds a program; its body is a shell script that sees the arguments.</summary>
    public void Add(string name, string body)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, $"#!/bin/bash\necho \"{name} $*\" >>'{CallsFile}'\n{body}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public Task<(int ExitCode, string Printed)> RunAsync(
        string script,
        IEnumerable<string>? arguments = null,
        Dictionary<string, string?>? environment = null
    ) =>
        ChildProcess.Run(
            script,
            arguments ?? [],
            new Dictionary<string, string?>(environment ?? []) { ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}" }
        );
}
