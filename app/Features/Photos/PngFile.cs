using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace PmCrm.App.Features.Photos;

/// <summary>
/// A PNG as a sequence of chunks (W3C PNG third edition, https://www.w3.org/TR/png-3/). The chunks that are needed to show the picture are
/// kept. Texts, times, the frames of an animation and Exif are removed, except the orientation.
/// </summary>
internal static class PngFile
{
    private const int ChunkFrame = 12;

    /// <summary>The chunks that a decoder needs, and those that define how colors and pixels are interpreted.</summary>
    private static readonly HashSet<string> Kept =
    [
        "IHDR",
        "PLTE",
        "IDAT",
        "IEND",
        "tRNS",
        "cHRM",
        "gAMA",
        "iCCP",
        "sBIT",
        "sRGB",
        "cICP",
        "bKGD",
        "pHYs",
    ];

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool Is(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    public static Picture Read(ReadOnlySpan<byte> file)
    {
        var kept = new ArrayBufferWriter<byte>(file.Length);
        kept.Write(Signature);
        var (width, height) = (0u, 0u);
        var hasData = false;
        for (var at = Signature.Length; ; )
        {
            var chunk = Chunk(file, at);
            at += chunk.Length;
            var name = Encoding.Latin1.GetString(chunk.Slice(4, 4));
            if (width == 0)
            {
                if (name != "IHDR" || chunk.Length != ChunkFrame + 13)
                    throw Picture.BrokenOff("PNG");
                width = BinaryPrimitives.ReadUInt32BigEndian(chunk[8..]);
                height = BinaryPrimitives.ReadUInt32BigEndian(chunk[12..]);
                Picture.CheckSize(width, height);
            }
            hasData |= name == "IDAT";
            if (Kept.Contains(name))
                kept.Write(chunk);
            else if (name == "eXIf" && ExifOrientation.Find(chunk[8..^4]) is { } orientation)
                Keep(kept, "eXIf"u8, ExifOrientation.Write(orientation));
            if (name != "IEND")
                continue;
            if (!hasData)
                throw Picture.BrokenOff("PNG");
            return new Picture(Picture.Png, (int)width, (int)height, kept.WrittenMemory);
        }
    }

    /// <summary>A chunk with its length, name and checksum.</summary>
    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> file, int at)
    {
        if (file.Length - at < ChunkFrame)
            throw Picture.BrokenOff("PNG");
        var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
        if (length > (uint)(file.Length - at - ChunkFrame))
            throw Picture.BrokenOff("PNG");
        var chunk = file.Slice(at, (int)length + ChunkFrame);
        if (Crc32.HashToUInt32(chunk[4..^4]) != BinaryPrimitives.ReadUInt32BigEndian(chunk[^4..]))
            throw Picture.BrokenOff("PNG");
        return chunk;
    }

    private static void Keep(ArrayBufferWriter<byte> kept, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        var chunk = new byte[content.Length + ChunkFrame];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        name.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(^4..), Crc32.HashToUInt32(chunk.AsSpan(4..^4)));
        kept.Write(chunk);
    }
}
