using PmCrm.Components.Common;

namespace PmCrm.Components.Tests.Common;

public sealed class EuRegionTests
{
    [Theory]
    [InlineData("europe-west1")]
    [InlineData("europe-west3")]
    [InlineData("europe-north1")]
    public void A_region_inside_the_Union_is_accepted(string name) => Assert.Equal(name, EuRegion.Parse(name).Name);

    [Theory]
    [InlineData("europe-west2")] // London
    [InlineData("europe-west6")] // Zurich
    [InlineData("us-central1")]
    [InlineData("EUROPE-WEST1")]
    [InlineData("")]
    [InlineData(null)]
    public void A_region_outside_the_Union_is_refused(string? name) => Assert.False(EuRegion.TryParse(name, out _));

    [Fact]
    public void The_refusal_names_the_region_and_what_is_accepted()
    {
        var refusal = Assert.Throws<ArgumentException>(() => EuRegion.Parse("us-central1"));
        Assert.Contains("'us-central1'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("europe-west1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_names_are_equal_regions() => Assert.Equal(EuRegion.Belgium, EuRegion.Parse("europe-west1"));
}
