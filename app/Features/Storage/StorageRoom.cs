namespace PmCrm.App.Features.Storage;

/// <summary>What an account may keep still, at the time of asking: for a preview. Room is taken by <see cref="StoredObjects"/>.</summary>
internal sealed class StorageRoom(long files, long bytes)
{
    private long files = files;
    private long bytes = bytes;

    /// <summary>What an account may keep, in words.</summary>
    public static string Limits => $"{StoredObjects.MaxBytesPerOwner / 1024 / 1024} MiB or {StoredObjects.MaxPerOwner} files";

    /// <returns>False where there is no room for a file of this size.</returns>
    public bool TryTake(long size)
    {
        if (files < 1 || bytes < size)
            return false;
        files--;
        bytes -= size;
        return true;
    }
}
