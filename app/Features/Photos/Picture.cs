namespace PmCrm.App.Features.Photos;

/// <summary>An accepted picture: its type was detected from its bytes, and metadata about the person and the camera is removed.</summary>
/// <param name="ContentType">image/jpeg, image/png or image/webp.</param>
/// <param name="Width">In pixels, from its header.</param>
/// <param name="Height">In pixels, from its header.</param>
/// <param name="Content">The file without its metadata.</param>
public sealed record Picture(string ContentType, int Width, int Height, ReadOnlyMemory<byte> Content)
{
    public const string Jpeg = "image/jpeg";
    public const string Png = "image/png";
    public const string WebP = "image/webp";

    /// <summary>Longest side, in pixels: twice the longest side of photos from phones of 2026.</summary>
    public const int MaxSide = 16_384;

    /// <summary>A picture of this size takes 200 MB when a browser has decoded it.</summary>
    public const int MaxPixels = 50_000_000;

    /// <summary>Reads a picture's container: its type and size in pixels; removes every part that is not needed to show it.</summary>
    /// <remarks>
    /// No pixels are decoded. A decompression bomb is refused by the size in its header, and the memory use and bugs of a decoder cannot
    /// affect this process.
    /// </remarks>
    /// <exception cref="ImageRefusedException">It is not a picture of an accepted type, is truncated, or is too large.</exception>
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
                    : "The bytes are not an accepted picture. Send a JPEG, PNG or WebP."
            );
        return picture;
    }

    /// <exception cref="ImageRefusedException">It has no pixels or too many.</exception>
    internal static void CheckSize(long width, long height)
    {
        if (width < 1 || height < 1)
            throw new ImageRefusedException("The picture has no pixels.");
        if (width > MaxSide || height > MaxSide || width * height > MaxPixels)
            throw new ImageRefusedException(
                $"The picture has {width} x {height} pixels. At most {MaxSide} per side and {MaxPixels / 1_000_000} million are accepted."
            );
    }

    internal static ImageRefusedException BrokenOff(string kind) =>
        new($"The {kind} is truncated or damaged: it ends before its last part. Send the whole file.");
}
