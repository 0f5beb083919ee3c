using PmCrm.Components.Workload;
using PmCrm.Contract;
using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Components.Tests.Workload;

public sealed class AppConfigurationTests
{
    [Fact]
    public async Task Variables_are_in_an_immutable_map_whose_name_changes_with_them()
    {
        var before = (await RecordAsync(new WorkloadArrangement())).Plan.Only("kubernetes:core/v1:ConfigMap", "configuration");
        var after = (await RecordAsync(new WorkloadArrangement { LogLevel = "debug" })).Plan.Only(
            "kubernetes:core/v1:ConfigMap",
            "configuration"
        );
        before.ShouldCarry("immutable", true).ShouldCarry("data.LOG_LEVEL", "info").ShouldCarry("data.PORT", "3000");
        Assert.Matches("^pmcrm-config-[0-9a-f]{10}$", (string)before.At("metadata.name")!);
        Assert.NotEqual(before.At("metadata.name"), after.At("metadata.name"));
    }

    [Fact]
    public async Task Certificates_are_in_a_map_of_their_own() =>
        (await RecordAsync(new WorkloadArrangement()))
            .Plan.Only("kubernetes:core/v1:ConfigMap", "configuration-certificates")
            .ShouldCarry("data['database-ca.pem']", "database's")
            .ShouldCarry("data['cache-ca.pem']", "cache's");

    [Fact]
    public async Task Secrets_are_in_the_Secret_under_the_names_of_Secret_Manager() =>
        (await RecordAsync(new WorkloadArrangement()))
            .Plan.Only("kubernetes:core/v1:Secret")
            .ShouldCarry("immutable", true)
            .ShouldCarry("stringData.database-url", WorkloadArrangement.PlantedSecret)
            .ShouldCarry("stringData.jwt-secret", WorkloadArrangement.PlantedSecret);

    [Fact]
    public async Task Rotated_secret_makes_another_Secret_instead_of_deleting_the_one_that_pods_read()
    {
        var before = (await RecordAsync(new WorkloadArrangement())).Plan.Only("kubernetes:core/v1:Secret");
        var after = (await RecordAsync(new WorkloadArrangement { Secret = "planted-value-2" })).Plan.Only("kubernetes:core/v1:Secret");
        Assert.Matches(@"^pmcrm-secrets-[0-9a-f]{10}\z", (string)before.At("metadata.name")!);
        Assert.NotEqual(before.At("metadata.name"), after.At("metadata.name"));
        Assert.NotEqual(true, ((CustomResourceOptions)before.Options!).DeleteBeforeReplace);
    }

    [Fact]
    public async Task Name_of_the_Secret_is_no_secret_so_that_pods_and_plans_show_it() =>
        Assert.False(await (await RecordAsync(new WorkloadArrangement())).IsSecretAsync(configuration => configuration.SecretName));

    [Theory]
    [InlineData("kubernetes:core/v1:ConfigMap", "configuration")]
    [InlineData("kubernetes:core/v1:ConfigMap", "configuration-certificates")]
    [InlineData("kubernetes:core/v1:Secret", "configuration-secrets")]
    public async Task Rolled_back_revision_finds_its_configuration(string type, string name) =>
        Assert.True(
            (await RecordAsync(new WorkloadArrangement()))
                .Plan.Only(type, name)
                .ShouldCarry("metadata.labels['app.kubernetes.io/component']", "configuration")
                .ShouldCarry("metadata.annotations['pulumi.com/patchForce']", "true")
                .Options!.RetainOnDelete
        );

    [Fact]
    public async Task Version_of_the_image_is_refused_as_it_would_replace_the_ConfigMap_with_each_image()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() =>
            Recording.OfProgramAsync(options =>
                _ = new AppConfiguration(
                    "configuration",
                    new AppConfigurationArgs
                    {
                        Namespace = "pmcrm",
                        Variables = new Dictionary<string, string> { [AppVariables.AppVersion] = "1" },
                        Secrets = new Dictionary<string, Output<string>>(),
                        Certificates = new Dictionary<string, Output<string>>(),
                        Labels = Arrange.Labels,
                    },
                    options
                )
            )
        );
        Assert.Contains("APP_VERSION: accepted only in the pod template", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_variable_among_the_plain_ones_is_refused()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() =>
            Recording.OfProgramAsync(options =>
                _ = new AppConfiguration(
                    "configuration",
                    new AppConfigurationArgs
                    {
                        Namespace = "pmcrm",
                        Variables = new Dictionary<string, string> { [AppVariables.JwtSecret] = WorkloadArrangement.PlantedSecret },
                        Secrets = new Dictionary<string, Output<string>>(),
                        Certificates = new Dictionary<string, Output<string>>(),
                        Labels = Arrange.Labels,
                    },
                    options
                )
            )
        );
        Assert.Contains("JWT_SECRET: accepted only among Secrets", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(WorkloadArrangement.PlantedSecret, refusal.Message, StringComparison.Ordinal);
    }

    private static Task<Recorded<AppConfiguration>> RecordAsync(WorkloadArrangement arrangement) =>
        Recording.OfAsync(arrangement.CreateConfiguration);
}
