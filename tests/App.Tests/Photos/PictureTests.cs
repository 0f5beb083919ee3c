using System.Text;
using CsCheck;
using PmCrm.App.Features.Photos;

namespace PmCrm.App.Tests.Photos;

/// <summary>
/// Pictures that a real program wrote (libvips), with Exif, GPS, XMP and a colour profile; and what is none. Samples/README.md says how
/// they were made.
/// </summary>
public sealed class PictureTests
{
    public static TheoryData<string, string> Samples =>
        new()
        {
            { "baseline.jpg", Picture.Jpeg },
            { "progressive.jpg", Picture.Jpeg },
            { "plain.png", Picture.Png },
            { "lossy.webp", Picture.WebP },
            { "alpha.webp", Picture.WebP },
            { "simple.webp", Picture.WebP },
        };

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_picture_written_by_a_real_program_is_recognized_from_its_bytes(string name, string type)
    {
        var picture = Picture.Read(Sample(name));

        Assert.Equal((type, 64, 48), (picture.ContentType, picture.Width, picture.Height));
        // The stored file is a valid picture, and no metadata can be removed from it any more.
        Assert.Equal(picture.Content.ToArray(), Picture.Read(picture.Content).Content.ToArray());
    }

    [Theory]
    [InlineData("baseline.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("plain.png")]
    [InlineData("lossy.webp")]
    [InlineData("alpha.webp")]
    public void Metadata_is_removed_and_the_orientation_is_kept(string name)
    {
        var before = Encoding.Latin1.GetString(Sample(name));
        Assert.Contains("Planted Camera", before, StringComparison.Ordinal);
        Assert.Contains("2026:01:02", before, StringComparison.Ordinal);
        // It is compressed in a PNG.
        Assert.Matches("Planted XMP|XML:com.adobe.xmp", before);

        var kept = Encoding.Latin1.GetString(Picture.Read(Sample(name)).Content.Span);

        Assert.DoesNotContain("Planted", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("XML:com.adobe.xmp", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("2026:01:02", kept, StringComparison.Ordinal);
        var tiff = kept.IndexOf("MM\0*", StringComparison.Ordinal);
        Assert.True(tiff > 0, "No orientation was kept.");
        Assert.Equal((ushort)6, ExifOrientation.Find(Encoding.Latin1.GetBytes(kept[tiff..])));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_picture_truncated_at_any_byte_is_refused_with_a_reason(string name, string type)
    {
        var whole = Sample(name);
        for (var length = 12; length < whole.Length; length += 7)
        {
            var refused = Assert.Throws<ImageRefusedException>(() => Picture.Read(whole.AsMemory(0, length)));
            Assert.False(string.IsNullOrWhiteSpace(refused.Message), type);
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Damaged_bytes_are_refused_or_stored_without_a_server_error(string name, string type)
    {
        var whole = Sample(name);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte)
            .Array[1, 8]
            .Sample(
                changes =>
                {
                    var damaged = (byte[])whole.Clone();
                    foreach (var (at, value) in changes)
                        damaged[at] = value;
                    try
                    {
                        Assert.InRange(Picture.Read(damaged).Width, 1, Picture.MaxSide);
                    }
                    catch (ImageRefusedException refused)
                    {
                        Assert.NotEmpty(refused.Message);
                    }
                },
                iter: 3000,
                threads: 1
            );
        Assert.NotEmpty(type);
    }

    [Theory]
    [InlineData("picture.gif", "GIF")]
    [InlineData("animated.webp", "animated")]
    public void An_animated_picture_is_refused_with_the_reason(string name, string word) =>
        Assert.Contains(word, Assert.Throws<ImageRefusedException>(() => Picture.Read(Sample(name))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("%PDF-1.7 ...")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("<html><script>alert(1)</script></html>")]
    [InlineData("MZ\u0090\0")]
    public void A_file_that_is_not_a_picture_is_refused(string text) =>
        Assert.Contains(
            "not an accepted picture",
            Assert.Throws<ImageRefusedException>(() => Picture.Read(Encoding.Latin1.GetBytes(text))).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(60_000, 60_000)]
    [InlineData(20_000, 1)]
    [InlineData(10_000, 10_000)]
    public void A_decompression_bomb_is_refused_by_its_header(int width, int height)
    {
        foreach (var file in new[] { TestImages.Png(width, height), TestImages.Jpeg(width, height) })
        {
            var refused = Assert.Throws<ImageRefusedException>(() => Picture.Read(file));
            Assert.Contains($"{width} x {height} pixels", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_WebP_whose_frame_is_larger_than_its_header_says_is_refused()
    {
        var file = Sample("lossy.webp");
        var frame = file.AsSpan().IndexOf("VP8 "u8);
        // 14 bits each, all ones.
        file[frame + 14] = file[frame + 16] = 0xFF;
        file[frame + 15] = file[frame + 17] = 0x3F;

        Assert.Contains("pixels", Assert.Throws<ImageRefusedException>(() => Picture.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_after_the_end_of_a_picture_are_not_stored()
    {
        var movie = "Planted movie"u8.ToArray();

        foreach (var name in new[] { "baseline.jpg", "plain.png", "lossy.webp" })
        {
            var kept = Picture.Read((byte[])[.. Sample(name), .. movie]).Content;
            Assert.Equal(Picture.Read(Sample(name)).Content.ToArray(), kept.ToArray());
        }
    }

    private static byte[] Sample(string name) => TestImages.Sample(name);
}
