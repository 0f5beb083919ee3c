using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Tests.Plan;

public sealed class PropertyPathTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("spec.rules[0].host")]
    [InlineData("metadata.annotations[\"example.com/key\"]")]
    [InlineData("[1][2].a")]
    public void A_path_is_written_as_it_was_read(string path) => Assert.Equal(path, PropertyPath.Parse(path).ToString());

    [Theory]
    [InlineData("spec.selector.matchLabels.app", "spec.selector", true)]
    [InlineData("spec.selector", "spec.selector", true)]
    [InlineData("spec", "spec.selector", false)]
    [InlineData("spec.selectors", "spec.selector", false)]
    [InlineData("containers[2].image", "containers[*].image", true)]
    [InlineData("containers[2].image", "containers.image", true)]
    [InlineData("containers[2].name", "containers[*].image", false)]
    public void A_path_knows_what_it_lies_within(string path, string other, bool expected) =>
        Assert.Equal(expected, PropertyPath.Parse(path).IsAtOrBelow(PropertyPath.Parse(other)));

    [Fact]
    public void A_bracket_that_does_not_close_is_refused() => Assert.Throws<FormatException>(() => PropertyPath.Parse("a[0"));
}
