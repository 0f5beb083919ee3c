using PmCrm.Components.Common;

namespace PmCrm.Components.Tests.Common;

public sealed class ApiDurationTests
{
    [Fact]
    public void A_duration_is_written_in_seconds() => Assert.Equal("7776000s", TimeSpan.FromDays(90).ToApiSeconds());

    [Theory]
    [InlineData(-1)]
    [InlineData(0.5)]
    public void A_duration_that_Google_refuses_is_refused(double seconds)
    {
        var refusal = Assert.Throws<ArgumentException>(() => TimeSpan.FromSeconds(seconds).ToApiSeconds());
        Assert.Contains("accepted: whole seconds from zero", refusal.Message, StringComparison.Ordinal);
    }
}
