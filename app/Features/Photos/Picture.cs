namespace PmCrm.App.Features.Photos;

/// <summary>A picture that may be kept: its type was read from its bytes, and metadata about person and camera is removed.</summary>
/// <param name="ContentType">image/jpeg, image/png or image/webp.</param>
/// <param name="Width">In pixels, as its header says.</param>
/// <param name="Height">In pixels, as its header says.</param>
/// <param name="Content">The file without its metadata.</param>
public sealed record Picture(string ContentType, int Width, int Height, ReadOnlyMemory<byte> Content)
{
    public const string Jpeg = "image/jpeg";
    public const string Png = "image/png";
    public const string WebP = "image/webp";

    /// <summary>Longest side, in pixels: twice what a phone of 2026 takes in one direction.</summary>
    public const int MaxSide = 16_384;

    /// <summary>A picture of this many pixels is 200 MB when a browser has decoded it.</summary>
    public const int MaxPixels = 50_000_000;

    /// <summary>Reads a picture's container: its type, its size in pixels, and every part that is not needed to show it.</summary>
    /// <remarks>
    /// No pixel is decoded. A decompression bomb is refused by the size in its header, and a decoder's memory or faults are never ours.
    /// </remarks>
    /// <exception cref="ImageRefusedException">It is no picture of a known kind, broken off, or too large.</exception>
    public static Picture Read(ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        var picture =
            JpegFile.Is(bytes) ? JpegFile.Read(bytes)
            : PngFile.Is(bytes) ? PngFile.Read(bytes)
            : WebPFile.Is(bytes) ? WebPFile.Read(bytes)
            : throw new ImageRefusedException(
                bytes.StartsWith("GIF8"u8)
                    ? "A GIF is not accepted. Send a JPEG, PNG or WebP."
                    : "The bytes are not a picture that is accepted. Send a JPEG, PNG or WebP."
            );
        return picture;
    }

    /// <exception cref="ImageRefusedException">It has no pixel or too many.</exception>
    internal static void CheckSize(long width, long height)
    {
        if (width < 1 || height < 1)
            throw new ImageRefusedException("The picture has no pixels.");
        if (width > MaxSide || height > MaxSide || width * height > MaxPixels)
            throw new ImageRefusedException(
                $"The picture has {width} x {height} pixels. At most {MaxSide} on a side and {MaxPixels / 1_000_000} million in all are accepted."
            );
    }

    internal static ImageRefusedException BrokenOff(string kind) =>
        new($"The {kind} is broken off or damaged: it ends before its last part. Send the whole file.");
}
