using PmCrm.App.Features.Photos;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// A picture that stands in a card: base 64 (RFC 2426, 3.1.4; vCard 2.1 calls it BASE64) or a data: address of it (RFC 6350, 6.2.4 and
/// RFC 2397).
/// </summary>
internal static class VCardPhoto
{
    private const string Scheme = "data:";

    /// <summary>
    /// The longest value that is read, in characters: base64 has four for three bytes, and a data: URL has its type beside them.
    /// </summary>
    public const int MaxLength = (ImportLimits.PhotoBytes + 2) / 3 * 4 + 1000;

    /// <summary>Whether a content line that begins so is a photo, which may be longer than others.</summary>
    public static bool Is(ReadOnlySpan<char> line)
    {
        var end = line.IndexOfAny(';', ':');
        if (end < 0)
            return false;
        var name = line[..end];
        return name[(name.LastIndexOf('.') + 1)..].Equals("PHOTO", StringComparison.OrdinalIgnoreCase);
    }

    /// <param name="cut">Whether the value was longer than was read.</param>
    /// <returns>The picture as an uploaded one is kept, or why there is none.</returns>
    public static (Picture? Picture, string? Problem) Read(VCardLine line, bool cut)
    {
        var value = line.Value.AsSpan().Trim();
        if (value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            // Some escape the comma, as in a text.
            var comma = value.IndexOf(',');
            if (comma < 0 || !value[..comma].Contains("base64", StringComparison.OrdinalIgnoreCase))
                return (null, "is a data: URL that is not base64");
            value = value[(comma + 1)..];
        }
        if (cut || value.Length > MaxLength)
            return (null, TooLarge);
        var bytes = new byte[value.Length / 4 * 3 + 3];
        if (!Convert.TryFromBase64Chars(value, bytes, out var length))
            return (null, "is not valid base64");
        if (length > ImportLimits.PhotoBytes)
            return (null, TooLarge);
        try
        {
            return (Picture.Read(bytes.AsMemory(0, length)), null);
        }
        catch (ImageRefusedException exception)
        {
            return (null, $"cannot be the photo: {exception.Message}");
        }
    }

    private static string TooLarge =>
        $"is more than {ImportLimits.PhotoBytes / 1024} KiB, too large for an import; upload it as the contact's photo";
}
