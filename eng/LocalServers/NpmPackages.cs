namespace PmCrm.LocalServers;

/// <summary>npm packages for tests, in the versions of a lock file. Scripts of the packages are not run.</summary>
public static class NpmPackages
{
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(5);
    private static readonly string[] Manifests = ["package.json", "package-lock.json", ".npmrc"];

    public static bool IsPossible => ChildProcess.Find("npm") is not null;

    /// <summary>
    /// Installs the packages of a folder's lock file, unless they are installed, and returns the folder <c>node_modules</c>.
    /// </summary>
    /// <param name="source">The folder of package.json and package-lock.json; it is not changed.</param>
    /// <param name="target">The folder to install into.</param>
    /// <exception cref="InvalidOperationException">npm failed; the message contains its output.</exception>
    public static async Task<string> Install(string source, string target)
    {
        var packages = Path.Combine(target, "node_modules");
        Directory.CreateDirectory(target);
        await using var turn = await Turn(Path.Combine(target, "turn"));
        var (wanted, installed) = (Path.Combine(source, "package-lock.json"), Path.Combine(target, "installed.json"));
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed) == await File.ReadAllTextAsync(wanted))
            return packages;
        foreach (var name in Manifests)
            File.Copy(Path.Combine(source, name), Path.Combine(target, name), overwrite: true);
        var (exitCode, printed) = await ChildProcess.Run(
            "npm",
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", target],
            limit: InstallTimeout
        );
        if (exitCode != 0)
            throw new InvalidOperationException($"npm ci failed:\n{printed}");
        File.Copy(wanted, installed, overwrite: true);
        return packages;
    }

    // A lock, because several test processes of one checkout use the folder.
    private static async Task<FileStream> Turn(string path)
    {
        using var timeout = new CancellationTokenSource(InstallTimeout);
        while (true)
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (!timeout.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), timeout.Token);
            }
    }
}
