using PmCrm.App.Features.Photos;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// A picture that a card contains: as base64 (RFC 2426, 3.1.4; vCard 2.1 calls it BASE64) or as a data: URL (RFC 6350, 6.2.4, and
/// RFC 2397).
/// </summary>
internal static class VCardPhoto
{
    private const string Scheme = "data:";

    /// <summary>
    /// Maximum length of a value, in characters: base64 has four for three bytes, and a data: URL starts with the type.
    /// </summary>
    public const int MaxLength = (ImportLimits.PhotoBytes + 2) / 3 * 4 + 1000;

    /// <summary>Whether the start of a content line is that of a photo, which may be longer than other lines.</summary>
    public static bool Is(ReadOnlySpan<char> line)
    {
        var end = line.IndexOfAny(';', ':');
        if (end < 0)
            return false;
        var name = line[..end];
        return name[(name.LastIndexOf('.') + 1)..].Equals("PHOTO", StringComparison.OrdinalIgnoreCase);
    }

    /// <param name="cut">Whether the value was truncated.</param>
    /// <returns>The picture, cleaned like an uploaded one, or why it cannot be the photo.</returns>
    public static (Picture? Picture, string? Problem) Read(VCardLine line, bool cut)
    {
        var value = line.Value.AsSpan().Trim();
        if (value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            // Some programs escape the comma, as in a text value.
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
