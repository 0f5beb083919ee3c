using System.Buffers.Binary;
using System.IO.Hashing;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Photos;

/// <summary>Pictures for tests: files written by a real program, and headers with arbitrary sizes.</summary>
internal static class TestImages
{
    public static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(Repository.Root, "tests/App.Tests/Photos/Samples", name));

    /// <summary>A PNG whose header declares a size, with almost no data.</summary>
    public static byte[] Png(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return
        [
            0x89,
            .. "PNG\r\n"u8,
            0x1A,
            0x0A,
            .. Chunk("IHDR"u8, header),
            .. Chunk("IDAT"u8, [0x78, 0x9C, 3, 0, 0, 0, 0, 1]),
            .. Chunk("IEND"u8, []),
        ];
    }

    /// <summary>A JPEG whose frame header declares a size, with almost no data.</summary>
    public static byte[] Jpeg(int width, int height) =>
        [
            0xFF,
            0xD8,
            0xFF,
            0xC0,
            0,
            11,
            8,
            (byte)(height >> 8),
            (byte)height,
            (byte)(width >> 8),
            (byte)width,
            1,
            1,
            0x11,
            0,
            0xFF,
            0xDA,
            0,
            8,
            1,
            1,
            0,
            0,
            63,
            0,
            1,
            2,
            3,
            0xFF,
            0xD9,
        ];

    private static byte[] Chunk(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        var chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        name.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(^4..), Crc32.HashToUInt32(chunk.AsSpan(4..^4)));
        return chunk;
    }
}
