using System.Buffers.Binary;

namespace PmCrm.App.Features.Photos;

/// <summary>
/// The orientation of the camera (Exif 2.3, tag 0x0112; the same in JPEG, PNG and WebP). It is the only part of Exif that is kept, because
/// without it a picture may be shown rotated. Exif data is a TIFF; this reads and writes its first directory.
/// </summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112;
    private const int EntrySize = 12;

    /// <summary>The header that some programs write before the TIFF, and that JPEG requires.</summary>
    private static ReadOnlySpan<byte> Prefix => "Exif\0\0"u8;

    /// <returns>2 to 8; null if the picture is upright, or has no orientation.</returns>
    public static ushort? Find(ReadOnlySpan<byte> exif)
    {
        if (exif.StartsWith(Prefix))
            exif = exif[Prefix.Length..];
        if (exif.Length < 8 || !(exif.StartsWith("II"u8) || exif.StartsWith("MM"u8)))
            return null;
        var isLittle = exif[0] == (byte)'I';
        var offset = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]) : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (offset > exif.Length - 2)
            return null;
        var directory = exif[(int)offset..];
        var count = Number(directory, isLittle);
        for (var entry = 0; entry < count && directory.Length >= 2 + (entry + 1) * EntrySize; entry++)
        {
            var field = directory.Slice(2 + entry * EntrySize, EntrySize);
            if (Number(field, isLittle) == Tag)
                return Number(field[8..], isLittle) is var value and >= 2 and <= 8 ? value : null;
        }
        return null;
    }

    /// <summary>A TIFF that contains only the orientation.</summary>
    public static byte[] Write(ushort orientation) =>
        [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, Tag >> 8, Tag & 0xFF, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    /// <summary>The same as the content of a JPEG segment.</summary>
    public static byte[] WriteForJpeg(ushort orientation) => [.. Prefix, .. Write(orientation)];

    private static ushort Number(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
