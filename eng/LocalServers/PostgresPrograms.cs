namespace PmCrm.LocalServers;

/// <summary>The programs of a PostgreSQL on this machine, and how to run them.</summary>
/// <param name="Programs">Folder of <c>initdb</c> and <c>postgres</c>, relative to <paramref name="Root"/>.</param>
/// <param name="Root">The folder to use as the root folder (chroot), or null for the machine's own.</param>
internal sealed record PostgresPrograms(string Programs, string? Root)
{
    /// <summary>PostgreSQL refuses to run as root; Debian's package creates this account.</summary>
    private const string ServerAccount = "postgres";

    /// <summary>
    /// Where eng/prerequisites unpacks a newer Debian's PostgreSQL with <c>vector</c>, on a Debian without a package of it.
    /// </summary>
    private const string UnpackedRoot = "/var/cache/pmcrm/postgresql-vector";

    private static readonly string[] ExtensionFolders = ["extension", "postgresql/extension"];

    /// <summary>
    /// The installed one if it has the extension <c>vector</c>; otherwise the unpacked one, which only root can use because of chroot;
    /// otherwise the installed one without the extension. Null if there is none.
    /// </summary>
    public static PostgresPrograms? Find()
    {
        var installed = Installed().ToList();
        return installed.FirstOrDefault(HasVector) is { } complete ? new PostgresPrograms(complete, null)
            : Environment.IsPrivilegedProcess && Versions(UnpackedRoot).FirstOrDefault() is { } unpacked
                ? new PostgresPrograms(unpacked[UnpackedRoot.Length..], UnpackedRoot)
            : installed.Count > 0 ? new PostgresPrograms(installed[0], null)
            : null;
    }

    /// <summary>One that supports an audit log (pgaudit), like production's; otherwise any.</summary>
    public static PostgresPrograms? FindAudited() =>
        Installed().FirstOrDefault(programs => Has(programs, "pgaudit")) is { } audited ? new PostgresPrograms(audited, null) : Find();

    /// <summary>Whether the server has an extension.</summary>
    public bool HasExtension(string name) => Has(Root + Programs, name);

    /// <summary>
    /// Creates a folder for one server, which the server's account can write; the path is from this machine's root folder.
    /// </summary>
    public async Task<string> CreateFolder()
    {
        // With chroot, the folder must be in the server's own /tmp: TMPDIR need not exist in there.
        var folder = Path.Combine(Root is null ? Path.GetTempPath() : Path.Combine(Root, "tmp"), $"pmcrm-postgres-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        if (Environment.IsPrivilegedProcess)
            await ChildProcess.MustRun("chown", ServerAccount, folder);
        return folder;
    }

    /// <summary>The server's path of a folder.</summary>
    public string Inside(string folder) => folder[(Root?.Length ?? 0)..];

    /// <summary>The command line of one of the programs.</summary>
    public (string Program, IEnumerable<string> Arguments) Command(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs, program);
        return Root is not null ? ("chroot", [$"--userspec={ServerAccount}:{ServerAccount}", "--groups=", Root, path, .. arguments])
            : Environment.IsPrivilegedProcess
                ? ("setpriv", ["--reuid", ServerAccount, "--regid", ServerAccount, "--clear-groups", "--", path, .. arguments])
            : (path, arguments);
    }

    /// <summary>Folders of installed programs: PATH first, then Debian's, newest version first.</summary>
    private static IEnumerable<string> Installed() =>
        (ChildProcess.Find("initdb") is { } found ? [Path.GetDirectoryName(found)!] : Array.Empty<string>()).Concat(Versions(""));

    private static IEnumerable<string> Versions(string root)
    {
        var all = root + "/usr/lib/postgresql";
        return Directory.Exists(all)
            ? Directory
                .GetDirectories(all)
                .OrderByDescending(name => name, StringComparer.Ordinal)
                .Select(version => Path.Combine(version, "bin"))
                .Where(programs => File.Exists(Path.Combine(programs, "initdb")))
            : [];
    }

    private static bool HasVector(string programs) => Has(programs, "vector");

    /// <summary>Whether an extension is in one of the folders of these programs: in share, or in Debian's folder.</summary>
    private static bool Has(string programs, string extension)
    {
        var version = Path.GetFileName(Path.GetDirectoryName(programs));
        return ExtensionFolders
            .Select(folder => Path.Combine(programs, "../share", folder))
            .Append($"/usr/share/postgresql/{version}/extension")
            .Any(folder => File.Exists(Path.Combine(folder, $"{extension}.control")));
    }
}
