using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Tests.Plan;

public sealed class PropertyPathTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("spec.rules[0].host")]
    [InlineData("metadata.annotations[\"example.com/key\"]")]
    [InlineData("[1][2].a")]
    [InlineData("labels[\"a\\\"b.c\"]")]
    [InlineData("labels.managed-by")]
    public void A_path_is_written_as_it_was_read(string path) => Assert.Equal(path, PropertyPath.Parse(path).ToString());

    [Theory]
    [InlineData("spec.selector.matchLabels.app", "spec.selector", true)]
    [InlineData("spec.selector", "spec.selector", true)]
    [InlineData("spec", "spec.selector", false)]
    [InlineData("spec.selectors", "spec.selector", false)]
    [InlineData("containers[2].image", "containers[*].image", true)]
    [InlineData("containers[2].image", "containers.image", false)]
    [InlineData("data.a", "data.*", true)]
    [InlineData("data[0]", "data[\"*\"]", true)]
    [InlineData("data[1]", "data[0]", false)]
    [InlineData("containers[2].name", "containers[*].image", false)]
    public void A_path_knows_which_paths_contain_it(string path, string other, bool expected) =>
        Assert.Equal(expected, PropertyPath.Parse(path).IsAtOrBelow(PropertyPath.Parse(other)));

    [Theory]
    [InlineData("a..b", "a.b")]
    [InlineData("a.[0]", "a[0]")]
    [InlineData("a[\"b\"]", "a.b")]
    [InlineData("a[3000000000]", "a[2147483647]")]
    public void Paths_that_the_engine_accepts_are_read(string path, string meaning) =>
        Assert.Equal(meaning, PropertyPath.Parse(path).ToString());

    [Theory]
    [InlineData("a[0")]
    [InlineData("a[\"b]")]
    [InlineData("a[\"b\"")]
    [InlineData("labels[abc]")]
    [InlineData(".a")]
    [InlineData("a.")]
    public void Paths_that_the_engine_refuses_are_refused(string path)
    {
        Assert.Throws<FormatException>(() => PropertyPath.Parse(path));
        Assert.Null(PropertyPath.TryParse(path));
    }
}
