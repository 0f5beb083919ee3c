namespace PmCrm.App.Features.Storage;

/// <summary>
/// How much more an account may store, when it was read. It reserves nothing: <see cref="StoredObjects"/> does.
/// </summary>
internal sealed class StorageRoom(long files, long bytes)
{
    private long files = files;
    private long bytes = bytes;

    /// <summary>The limits of an account, in words.</summary>
    public static string Limits => $"{StoredObjects.MaxBytesPerOwner / 1024 / 1024} MiB or {StoredObjects.MaxPerOwner} files";

    /// <summary>Subtracts one file.</summary>
    /// <returns>False if a file of this size exceeds the limits.</returns>
    public bool TryTake(long size)
    {
        if (files < 1 || bytes < size)
            return false;
        files--;
        bytes -= size;
        return true;
    }
}
