using System.Text.Json.Nodes;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Plan;

/// <summary>
/// The names that the engine gives to default providers; the cases are those of its own tests of languages and providers.
/// </summary>
public sealed class DefaultProviderTests
{
    [Theory]
    [InlineData("2.0.0", null, "default_2_0_0")]
    [InlineData("4.21.1", "", "default_4_21_1")]
    [InlineData("9.0.0", "http://example.com", "default_9_0_0_http_/example.com")]
    [InlineData("1.2.3-alpha.7+build.9", null, "default_1_2_3_alpha_7_build_9")]
    [InlineData("0.0.1+ffffffff", "github://api.github.com/pulumiverse", "default_0_0_1_ffffffff_github_/api.github.com/pulumiverse")]
    [InlineData(null, null, "default")]
    public void A_default_provider_is_named_after_version_and_address(string? version, string? address, string name) =>
        Assert.Equal(name, DefaultProvider.Name(version, address));

    [Fact]
    public async Task The_JSON_names_the_provider_of_a_resource_for_which_the_program_chose_none()
    {
        var run = await Sample.RunAsync("packages");

        var providers = JsonNode.Parse(PlanJson.Write(run.Plan))!["steps"]!
            .AsArray()
            .ToDictionary(step => Urn.Name(step!["urn"]!.GetValue<string>()), step => step!["newState"]!["provider"]?.GetValue<string>());
        Assert.EndsWith("::pulumi:providers:render::default_1_9_1::<default_1_9_1.id>", providers["render"], StringComparison.Ordinal);
        Assert.EndsWith("::pulumi:providers:random::default::<default.id>", providers["pet"], StringComparison.Ordinal);
        Assert.Null(providers["shop-staging"]);
    }
}
