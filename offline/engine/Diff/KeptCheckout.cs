using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace PmCrm.Preview.Diff;

/// <summary>
/// The folder of a commit's checkout that outlives one comparison, so that the next one with the same commit builds nothing. What may
/// be reused, and why that is correct, is in docs/decisions/0015-kept-base-builds.md.
/// </summary>
internal sealed class KeptCheckout : IDisposable
{
    /// <summary>How many are cached per user. Each has a checkout and its build.</summary>
    public const int MaxKept = 3;

    private const string BuiltMark = "built";
    private const string LockName = "lock";

    private readonly string folder;
    private readonly FileStream ownership;

    private KeptCheckout(string folder, FileStream ownership) => (this.folder, this.ownership) = (folder, ownership);

    /// <summary>The root of the checkout.</summary>
    public string Directory => Path.Combine(folder, "checkout");

    /// <summary>Whether the program in it was built completely.</summary>
    public bool IsBuilt => File.Exists(Path.Combine(folder, BuiltMark));

    /// <summary>Takes the folder of a commit for this process alone.</summary>
    /// <param name="repository">The root of the repository, links resolved.</param>
    /// <param name="commit">The full hash.</param>
    /// <returns>Null where another process has it or there is no place to keep it: the comparison then uses a folder of its own.</returns>
    public static KeptCheckout? Open(string repository, string commit)
    {
        if (Parent() is not { } parent)
            return null;
        var folder = Path.Combine(parent, Key(repository, commit));
        try
        {
            CreatePrivate(parent);
            CreatePrivate(folder);
            return new KeptCheckout(folder, new FileStream(Path.Combine(folder, LockName), Exclusive()));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Deletes the content of the folder.</summary>
    public void Clear()
    {
        File.Delete(Path.Combine(folder, BuiltMark));
        if (System.IO.Directory.Exists(Directory))
            System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>Records that its program is built, and deletes the oldest of the others beyond <see cref="MaxKept"/>.</summary>
    public void MarkBuilt()
    {
        File.WriteAllText(Path.Combine(folder, BuiltMark), "");
        var others = new DirectoryInfo(Path.GetDirectoryName(folder)!)
            .EnumerateDirectories()
            .Where(other => other.FullName != folder)
            .OrderByDescending(other => File.GetLastWriteTimeUtc(Path.Combine(other.FullName, BuiltMark)));
        foreach (var old in others.Skip(MaxKept - 1))
            DeleteUnlessTaken(old.FullName);
    }

    public void Dispose() => ownership.Dispose();

    private static void DeleteUnlessTaken(string old)
    {
        try
        {
            using (new FileStream(Path.Combine(old, LockName), Exclusive()))
                System.IO.Directory.Delete(old, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another process uses it at the moment: the next comparison deletes it.
        }
    }

    private static FileStreamOptions Exclusive() =>
        new()
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };

    // What a build depends on besides the commit: SDK mode, configuration, and the version of the .NET SDK.
    private static string Key(string repository, string commit)
    {
        var text = string.Join(
            '\n',
            repository,
            commit,
            Environment.GetEnvironmentVariable("PulumiSdk"),
            Environment.GetEnvironmentVariable("Configuration"),
            RuntimeInformation.FrameworkDescription,
            typeof(KeptCheckout).Module.ModuleVersionId
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..24];
    }

    private static string? Parent()
    {
        var caches = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return caches.Length == 0 ? null : Path.Combine(caches, "pulumi-preview", "bases");
    }

    // Other users must not be able to put a program there that this user would run.
    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
            System.IO.Directory.CreateDirectory(path);
        else
            System.IO.Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
