namespace PmCrm.Preview;

/// <summary>Paths with every symbolic link resolved, so that two names of one folder compare equal.</summary>
internal static class RealPath
{
    /// <param name="path">A file or folder; what does not exist stays as it is.</param>
    /// <exception cref="IOException">Links that lead to themselves.</exception>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full)!;
        foreach (var part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            if (new FileInfo(real).LinkTarget is not null && Directory.ResolveLinkTarget(real, returnFinalTarget: true) is { } target)
                real = Of(target.FullName);
        }
        return real;
    }

    /// <summary>Whether a path, links resolved, is in a folder or is the folder itself.</summary>
    public static bool IsWithin(string path, string folder)
    {
        var relative = Path.GetRelativePath(Of(folder), Of(path));
        var leadsUp = relative == ".." || relative.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
        return !leadsUp && !Path.IsPathRooted(relative);
    }
}
