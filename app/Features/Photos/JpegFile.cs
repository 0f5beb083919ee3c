using System.Buffers;
using System.Buffers.Binary;

namespace PmCrm.App.Features.Photos;

/// <summary>
/// A JPEG as a sequence of segments (ITU-T T.81, annex B; https://www.w3.org/Graphics/JPEG/itu-t81.pdf). Of the application segments, only
/// JFIF, the color profile and Adobe's color transform are kept; of Exif, only the orientation.
/// </summary>
internal static class JpegFile
{
    private const byte Prefix = 0xFF;
    private const byte Start = 0xD8;
    private const byte End = 0xD9;
    private const byte Scan = 0xDA;
    private const byte App0 = 0xE0;
    private const byte App1 = 0xE1;
    private const byte App2 = 0xE2;
    private const byte App14 = 0xEE;
    private const byte App15 = 0xEF;
    private const byte Comment = 0xFE;

    public static bool Is(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[Prefix, Start, Prefix]);

    public static Picture Read(ReadOnlySpan<byte> file)
    {
        var kept = new ArrayBufferWriter<byte>(file.Length);
        kept.Write([Prefix, Start]);
        var (width, height) = (0, 0);
        var hasScan = false;
        var at = 2;
        while (true)
        {
            var marker = Marker(file, ref at);
            if (marker == End)
            {
                if (!hasScan || width == 0)
                    throw Picture.BrokenOff("JPEG");
                kept.Write([Prefix, End]);
                // Bytes after the end marker are not part of the picture: phones put videos there.
                return new Picture(Picture.Jpeg, width, height, kept.WrittenMemory);
            }
            var segment = Segment(file, ref at);
            if (IsFrame(marker))
            {
                if (segment.Length < 6 || width > 0)
                    throw Picture.BrokenOff("JPEG");
                height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
                width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
                Picture.CheckSize(width, height);
            }
            if (marker == App1 && segment.StartsWith("Exif\0\0"u8) && ExifOrientation.Find(segment) is { } orientation)
                Keep(kept, App1, ExifOrientation.WriteForJpeg(orientation));
            else if (IsKept(marker, segment))
                Keep(kept, marker, segment);
            if (marker != Scan)
                continue;
            hasScan = true;
            var data = ScanData(file, at);
            kept.Write(file.Slice(at, data));
            at += data;
        }
    }

    private static byte Marker(ReadOnlySpan<byte> file, ref int at)
    {
        if (at >= file.Length || file[at] != Prefix)
            throw Picture.BrokenOff("JPEG");
        // Any number of fill bytes may come before a marker.
        while (at < file.Length && file[at] == Prefix)
            at++;
        if (at >= file.Length)
            throw Picture.BrokenOff("JPEG");
        return file[at++];
    }

    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> file, ref int at)
    {
        if (file.Length - at < 2)
            throw Picture.BrokenOff("JPEG");
        var length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
        if (length < 2 || file.Length - at < length)
            throw Picture.BrokenOff("JPEG");
        var content = file.Slice(at + 2, length - 2);
        at += length;
        return content;
    }

    /// <summary>Length of the compressed data: up to the next marker that is neither a stuffed zero nor a restart.</summary>
    private static int ScanData(ReadOnlySpan<byte> file, int from)
    {
        var at = from;
        while (true)
        {
            var next = file[at..].IndexOf(Prefix);
            if (next < 0 || at + next + 1 >= file.Length)
                throw Picture.BrokenOff("JPEG");
            at += next;
            if (file[at + 1] is not (0 or >= 0xD0 and <= 0xD7))
                return at - from;
            at += 2;
        }
    }

    // C4, C8 and CC are tables and reserved codes; the others in this range start a frame.
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static bool IsKept(byte marker, ReadOnlySpan<byte> segment) =>
        marker switch
        {
            App0 => segment.StartsWith("JFIF\0"u8),
            App2 => segment.StartsWith("ICC_PROFILE\0"u8),
            App14 => segment.StartsWith("Adobe"u8),
            >= App0 and <= App15 or Comment => false,
            _ => true,
        };

    private static void Keep(ArrayBufferWriter<byte> kept, byte marker, ReadOnlySpan<byte> segment)
    {
        var length = segment.Length + 2;
        kept.Write([Prefix, marker, (byte)(length >> 8), (byte)length]);
        kept.Write(segment);
    }
}
