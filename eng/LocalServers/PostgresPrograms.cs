namespace PmCrm.LocalServers;

/// <summary>The programs of a PostgreSQL on this machine, and the account to run them as.</summary>
/// <param name="Programs">Folder of <c>initdb</c> and <c>postgres</c>, as seen from <paramref name="Root"/>.</param>
/// <param name="Root">The folder that is its root folder, or null where it is installed in the machine's own.</param>
internal sealed record PostgresPrograms(string Programs, string? Root)
{
    /// <summary>PostgreSQL refuses to run as root; Debian's package brings this account.</summary>
    private const string ServerAccount = "postgres";

    /// <summary>Where eng/prerequisites unpacks a newer Debian's PostgreSQL with <c>vector</c>, for a Debian that packages none.</summary>
    private const string UnpackedRoot = "/var/cache/pmcrm/postgresql-vector";

    private static readonly string[] ExtensionFolders = ["extension", "postgresql/extension"];

    /// <summary>
    /// The installed one where it has the extension <c>vector</c>; else the unpacked one, whose root folder only root may enter; else the
    /// installed one without. Null where there is none.
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

    /// <summary>One that writes an audit log (pgaudit), as production's does; else any.</summary>
    public static PostgresPrograms? FindAudited() =>
        Installed().FirstOrDefault(programs => Has(programs, "pgaudit")) is { } audited ? new PostgresPrograms(audited, null) : Find();

    /// <summary>Whether the server offers an extension.</summary>
    public bool HasExtension(string name) => Has(Root + Programs, name);

    /// <summary>A folder for one server, as seen from this machine's root folder, that the server's account may write.</summary>
    public async Task<string> CreateFolder()
    {
        // The system's own folder for the one with a root of its own: TMPDIR need not exist in there.
        var folder = Path.Combine(Root is null ? Path.GetTempPath() : Path.Combine(Root, "tmp"), $"pmcrm-postgres-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        if (Environment.IsPrivilegedProcess)
            await ChildProcess.MustRun("chown", ServerAccount, folder);
        return folder;
    }

    /// <summary>A folder as the server sees it.</summary>
    public string Inside(string folder) => folder[(Root?.Length ?? 0)..];

    /// <summary>How to run one of the programs.</summary>
    public (string Program, IEnumerable<string> Arguments) Command(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs, program);
        return Root is not null ? ("chroot", [$"--userspec={ServerAccount}:{ServerAccount}", "--groups=", Root, path, .. arguments])
            : Environment.IsPrivilegedProcess
                ? ("setpriv", ["--reuid", ServerAccount, "--regid", ServerAccount, "--clear-groups", "--", path, .. arguments])
            : (path, arguments);
    }

    /// <summary>Folders of installed programs: first what is on PATH, then Debian's, newest first.</summary>
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

    /// <summary>Whether an extension lies where these programs look for it: in share, or where Debian keeps it.</summary>
    private static bool Has(string programs, string extension)
    {
        var version = Path.GetFileName(Path.GetDirectoryName(programs));
        return ExtensionFolders
            .Select(folder => Path.Combine(programs, "../share", folder))
            .Append($"/usr/share/postgresql/{version}/extension")
            .Any(folder => File.Exists(Path.Combine(folder, $"{extension}.control")));
    }
}
