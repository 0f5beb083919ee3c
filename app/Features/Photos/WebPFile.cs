using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace PmCrm.App.Features.Photos;

/// <summary>
/// A WebP as a sequence of RIFF chunks (RFC 9649, 2). XMP and Exif are removed, except the orientation, and so are their flags in the
/// header.
/// </summary>
internal static class WebPFile
{
    private const byte ExifFlag = 0x08;
    private const byte XmpFlag = 0x04;
    private const int HeaderSize = 12;

    public static bool Is(ReadOnlySpan<byte> file) =>
        file.Length >= HeaderSize && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8);

    public static Picture Read(ReadOnlySpan<byte> file)
    {
        var size = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (size < 4 || size > (uint)(file.Length - 8))
            throw Picture.BrokenOff("WebP");
        // Bytes after the RIFF are not part of the picture.
        file = file[..(int)(8 + size)];
        var kept = new ArrayBufferWriter<byte>(file.Length);
        kept.Write(file[..HeaderSize]);
        (int Width, int Height)? canvas = null;
        var hasPixels = false;
        ushort? orientation = null;
        for (var at = HeaderSize; at < file.Length; )
        {
            var (name, chunk, content) = Chunk(file, at);
            at += chunk.Length;
            switch (name)
            {
                case "VP8X" when content.Length >= 10 && canvas is null:
                    canvas = Checked(Number24(content[4..]) + 1, Number24(content[7..]) + 1);
                    KeepHeader(kept, chunk);
                    break;
                case "VP8 " or "VP8L":
                    var frame = name == "VP8 " ? LossySize(content) : LosslessSize(content);
                    canvas ??= frame;
                    hasPixels = true;
                    kept.Write(chunk);
                    break;
                case "ALPH" or "ICCP":
                    kept.Write(chunk);
                    break;
                case "ANIM" or "ANMF":
                    throw new ImageRefusedException("An animated WebP is not accepted. Send a picture without animation.");
                case "EXIF":
                    orientation ??= ExifOrientation.Find(content);
                    break;
                default:
                    // "XMP " and unknown chunks.
                    break;
            }
        }
        if (canvas is not { } of || !hasPixels)
            throw Picture.BrokenOff("WebP");
        // Exif requires an extended header, which is always the first chunk.
        if (orientation is { } turned && kept.WrittenSpan[HeaderSize..].StartsWith("VP8X"u8))
            KeepExif(kept, ExifOrientation.Write(turned));
        var result = kept.WrittenSpan.ToArray();
        if (orientation is not null && result.AsSpan(HeaderSize).StartsWith("VP8X"u8))
            result[HeaderSize + 8] |= ExifFlag;
        BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(4), (uint)result.Length - 8);
        return new Picture(Picture.WebP, of.Width, of.Height, result);
    }

    private static ChunkParts Chunk(ReadOnlySpan<byte> file, int at)
    {
        if (file.Length - at < 8)
            throw Picture.BrokenOff("WebP");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
        // A chunk of odd length is followed by a byte of padding.
        var padded = (long)length + (length & 1);
        if (padded > file.Length - at - 8)
            throw Picture.BrokenOff("WebP");
        var name = Encoding.Latin1.GetString(file.Slice(at, 4));
        return new ChunkParts(name, file.Slice(at, (int)padded + 8), file.Slice(at + 8, (int)length));
    }

    // RFC 6386, 9.1: three bytes of frame tag, a start code, then 14 bits of width and of height.
    private static (int Width, int Height) LossySize(ReadOnlySpan<byte> content)
    {
        if (content.Length < 10 || !content[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
            throw Picture.BrokenOff("WebP");
        return Checked(
            BinaryPrimitives.ReadUInt16LittleEndian(content[6..]) & 0x3FFF,
            BinaryPrimitives.ReadUInt16LittleEndian(content[8..]) & 0x3FFF
        );
    }

    // RFC 9649, 3.4: a signature, then 14 bits of width minus one and of height minus one.
    private static (int Width, int Height) LosslessSize(ReadOnlySpan<byte> content)
    {
        if (content.Length < 5 || content[0] != 0x2F)
            throw Picture.BrokenOff("WebP");
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(content[1..]);
        return Checked((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
    }

    private static (int Width, int Height) Checked(int width, int height)
    {
        Picture.CheckSize(width, height);
        return (width, height);
    }

    private static int Number24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private static void KeepHeader(ArrayBufferWriter<byte> kept, ReadOnlySpan<byte> chunk)
    {
        var header = chunk.ToArray();
        header[8] &= unchecked((byte)~(ExifFlag | XmpFlag));
        kept.Write(header);
    }

    // Its length is even, so no padding is needed.
    private static void KeepExif(ArrayBufferWriter<byte> kept, byte[] exif)
    {
        var header = new byte[8];
        "EXIF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), exif.Length);
        kept.Write(header);
        kept.Write(exif);
    }

    private readonly ref struct ChunkParts(string name, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> content)
    {
        private readonly ReadOnlySpan<byte> whole = whole;
        private readonly ReadOnlySpan<byte> content = content;

        public void Deconstruct(out string chunkName, out ReadOnlySpan<byte> chunk, out ReadOnlySpan<byte> inside)
        {
            chunkName = name;
            chunk = whole;
            inside = content;
        }
    }
}
