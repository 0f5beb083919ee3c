using System.Collections.Immutable;
using PmCrm.Sdk.Generator.Tests.Harness;
using Pulumi;
using Pulumi.Testing;

namespace PmCrm.Sdk.Generator.Tests;

/// <summary>The class Config of a package, which reads the package's settings from the stack's configuration.</summary>
public sealed class ConfigTests : IDisposable
{
    private const string Variable = "PULUMI_CONFIG";

    private readonly string? before = Environment.GetEnvironmentVariable(Variable);

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, before);

    [Fact]
    public async Task A_setting_comes_from_the_configuration_then_from_what_the_program_set()
    {
        Environment.SetEnvironmentVariable(
            Variable,
            """{ "gcp:region": "europe-west1", "gcp:disableGooglePartnerName": "true", "gcp:scopes": "[\"a\",\"b\"]" }"""
        );

        await Run.ProgramAsync(() =>
        {
            Assert.Equal("europe-west1", Pulumi.Gcp.Config.Region);
            Assert.True(Pulumi.Gcp.Config.DisableGooglePartnerName);
            Assert.Equal(["a", "b"], Pulumi.Gcp.Config.Scopes);
            Assert.Null(Pulumi.Gcp.Config.AccessToken);
            Pulumi.Gcp.Config.BillingProject = "the program's";
            Assert.Equal("the program's", Pulumi.Gcp.Config.BillingProject);
        });
    }

    [Fact]
    public async Task A_missing_setting_has_its_default() =>
        await Run.ProgramAsync(() => Assert.False(Pulumi.Gcp.Config.DisableGlobalProjectWarning));

    [Fact]
    public void The_settings_are_read_when_they_are_asked_for_and_named_by_their_package()
    {
        var code = Sample.Generate(
            """
            {
              "config": { "age": "number?", "names": "string[]?", "pond": "string?" },
              "configDefaults": { "pond": { "environment": ["POND", "LAKE"] } }
            }
            """
        );

        Assert.Contains("""Settings => new("sample");""", code, StringComparison.Ordinal);
        Assert.Contains("public static int? Age", code, StringComparison.Ordinal);
        Assert.Contains("public static ImmutableArray<string> Names", code, StringComparison.Ordinal);
        Assert.Contains("""Settings.Get("pond") ?? FromEnvironment.String("POND", "LAKE");""", code, StringComparison.Ordinal);
    }
}
