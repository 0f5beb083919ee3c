using CsCheck;
using PmCrm.App.Http;

namespace PmCrm.App.Tests.Http;

public sealed class CursorTests
{
    [Fact]
    public void Any_key_survives_encoding_and_decoding() =>
        Gen.String[Gen.Char['\u0001', '\ud7ff'], 0, 200]
            .Sample(key =>
            {
                var cursor = new Cursor("contacts:name", key, Guid.CreateVersion7());

                Assert.True(Cursor.TryParse(cursor.ToString(), "contacts:name", out var back));
                Assert.Equal(cursor, back);
            });

    [Fact]
    public void No_text_makes_decoding_throw() => Gen.String.Sample(text => Assert.False(Cursor.TryParse(text, "contacts:name", out _)));

    [Fact]
    public void A_cursor_is_refused_for_another_sort_order() =>
        Assert.False(Cursor.TryParse(new Cursor("contacts:name", "a", Guid.Empty).ToString(), "contacts:interaction", out _));

    [Fact]
    public void A_full_page_has_a_next_cursor_and_the_last_page_has_none()
    {
        var full = Page.Of([1, 2, 3], 2, last => new Cursor("numbers", $"{last}", Guid.Empty));
        var last = Page.Of([3], 2, last => new Cursor("numbers", $"{last}", Guid.Empty));

        Assert.Equal([1, 2], full.Items);
        Assert.True(Cursor.TryParse(full.Next!, "numbers", out var cursor));
        Assert.Equal("2", cursor.Key);
        Assert.Null(last.Next);
    }
}
