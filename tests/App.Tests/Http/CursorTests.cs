using CsCheck;
using PmCrm.App.Http;

namespace PmCrm.App.Tests.Http;

public sealed class CursorTests
{
    [Fact]
    public void Any_key_comes_back() =>
        Gen.String[Gen.Char['\u0001', '\ud7ff'], 0, 200]
            .Sample(key =>
            {
                var cursor = new Cursor("contacts:name", key, Guid.CreateVersion7());

                Assert.True(Cursor.TryParse(cursor.ToString(), "contacts:name", out var back));
                Assert.Equal(cursor, back);
            });

    [Fact]
    public void No_text_throws() => Gen.String.Sample(text => Assert.False(Cursor.TryParse(text, "contacts:name", out _)));

    [Fact]
    public void A_cursor_is_refused_in_another_order() =>
        Assert.False(Cursor.TryParse(new Cursor("contacts:name", "a", Guid.Empty).ToString(), "contacts:interaction", out _));

    [Fact]
    public void A_full_page_says_where_the_next_begins_and_the_last_does_not()
    {
        var full = Page.Of([1, 2, 3], 2, last => new Cursor("numbers", $"{last}", Guid.Empty));
        var last = Page.Of([3], 2, last => new Cursor("numbers", $"{last}", Guid.Empty));

        Assert.Equal([1, 2], full.Items);
        Assert.True(Cursor.TryParse(full.Next!, "numbers", out var cursor));
        Assert.Equal("2", cursor.Key);
        Assert.Null(last.Next);
    }
}
