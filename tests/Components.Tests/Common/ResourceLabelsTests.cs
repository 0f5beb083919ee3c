using PmCrm.Components.Common;

namespace PmCrm.Components.Tests.Common;

public sealed class ResourceLabelsTests
{
    [Fact]
    public void Labels_say_application_environment_and_owner() =>
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["app"] = "pmcrm",
                ["env"] = "staging",
                ["managed-by"] = "pulumi",
            },
            new ResourceLabels("staging").Values
        );

    [Fact]
    public void One_more_label_leaves_the_others() =>
        Assert.Equal(
            "pmcrm workers",
            new ResourceLabels("staging").With("pool", "workers") is var labels ? $"{labels["app"]} {labels["pool"]}" : null
        );
}
