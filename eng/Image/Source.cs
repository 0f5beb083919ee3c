namespace PmCrm.Image;

/// <summary>The source of the image, for its labels; a value is null if git does not know it.</summary>
/// <param name="Version">The last tag with the distance from it, or the abbreviated revision; with "-dirty" if files are changed.</param>
/// <param name="Revision">The commit.</param>
/// <param name="Repository">The repository's address for a browser.</param>
internal sealed record Source(string? Version, string? Revision, string? Repository)
{
    public static async Task<Source> Read(string root) =>
        new(
            await Git(root, "describe", "--tags", "--always", "--dirty"),
            await Git(root, "rev-parse", "HEAD"),
            Web(await Git(root, "remote", "get-url", "origin"))
        );

    /// <summary>
    /// The address without the parts that only git needs, and without credentials, which some addresses contain. Null for a folder.
    /// </summary>
    internal static string? Web(string? remote)
    {
        // git@host:owner/name.git
        if (
            remote?.Contains("://", StringComparison.Ordinal) == false
            && remote.Split('@') is [_, var place]
            && place.Split(':') is [var host, var path]
        )
            remote = $"https://{host}/{path}";
        if (!Uri.TryCreate(remote, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "ssh"))
            return null;
        var name = url.AbsolutePath.TrimEnd('/');
        return $"https://{url.Host}{(name.EndsWith(".git", StringComparison.Ordinal) ? name[..^4] : name)}";
    }

    private static async Task<string?> Git(string root, params string[] arguments)
    {
        var (code, answer) = await Program.Ask("git", ["-C", root, .. arguments]);
        return code == 0 && answer.Length > 0 ? answer : null;
    }
}
