using System.Reflection;
using PmCrm.LocalServers;

namespace PmCrm.Rehearsal;

/// <summary>The builds for the rehearsal: the native binary of this tree and of an earlier revision, and both as unpacked images.</summary>
internal sealed class Builds : IAsyncDisposable
{
    private const string Program = "rootfs/app/pmcrm";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pmcrm-rehearsal-");
    private string? worktree;

    /// <summary>This tree's binary.</summary>
    public string After { get; private set; } = "";

    /// <summary>The earlier revision's binary, or this tree's if none was given.</summary>
    public string Before { get; private set; } = "";

    /// <summary>The image of <see cref="After"/> as an OCI runtime bundle.</summary>
    public string BundleAfter { get; private set; } = "";

    /// <summary>The same for <see cref="Before"/>.</summary>
    public string BundleBefore { get; private set; } = "";

    /// <param name="revision">A git revision, or null.</param>
    /// <param name="hasImages">Whether images are needed in addition to the binaries.</param>
    /// <exception cref="InvalidOperationException">A build failed, or the revision does not exist.</exception>
    public static async Task<Builds> Make(string? revision, bool hasImages)
    {
        var builds = new Builds();
        try
        {
            builds.After = await PublishedBackend.FindOrPublish(RepositoryRoot.Folder);
            builds.Before = revision is null ? builds.After : await builds.Earlier(revision);
            if (hasImages)
                await builds.Unpack();
            return builds;
        }
        catch
        {
            await builds.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (worktree is not null)
            await ChildProcess.Run("git", ["-C", RepositoryRoot.Folder, "worktree", "remove", "--force", worktree]);
        folder.Delete(recursive: true);
    }

    private async Task<string> Earlier(string revision)
    {
        worktree = Path.Combine(folder.FullName, "worktree");
        await ChildProcess.MustRun("git", "-C", RepositoryRoot.Folder, "worktree", "add", "--detach", worktree, revision);
        return await PublishedBackend.Publish(worktree);
    }

    private async Task Unpack()
    {
        var builder = typeof(Builds)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(one => one.Key == "ImageBuilder")
            .Value!;
        var image = new MinimalImage(builder, RepositoryRoot.Folder, folder.FullName);
        await image.Build([MinimalImage.Native]);
        BundleBefore = BundleAfter = image.Bundle(MinimalImage.Native);
        if (Before == After)
            return;
        // The earlier image differs from this one only in its program.
        BundleBefore = Path.Combine(folder.FullName, "bundle-before");
        await ChildProcess.MustRun("cp", "-a", BundleAfter, BundleBefore);
        File.Copy(Before, Path.Combine(BundleBefore, Program), overwrite: true);
    }
}
