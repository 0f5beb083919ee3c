using PmCrm.Preview.Render;

namespace PmCrm.Preview.Tests.Render;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("1h30m", 5400)]
    [InlineData("1.5m", 90)]
    [InlineData("250ms", 0.25)]
    public void Durations_are_seconds(string text, double expected) => Assert.Equal(expected, GoDuration.Seconds(text));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("5")]
    [InlineData("h")]
    public void Anything_else_is_no_duration(string text) => Assert.Null(GoDuration.Seconds(text));
}
