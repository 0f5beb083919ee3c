using PmCrm.Components.Frontend;
using PmCrm.Stacks.Crm;
using PmCrm.Testing;
using Pulumi;
using Pulumi.Utilities;

namespace PmCrm.Stacks.Tests.Crm;

public sealed class CrmStackTests
{
    public static TheoryData<string> Stacks => ["staging", "production"];

    [Fact]
    public async Task Environments_differ_by_configuration_only()
    {
        // Some names contain a host, which differs between environments.
        var staging = (await StackRun.PlanAsync("staging"))
            .Resources.Select(resource =>
                $"{resource.Type} {resource.Name}".Replace("staging.pmcrm.io", "pmcrm.io", StringComparison.Ordinal)
            )
            .ToHashSet();
        var production = (await StackRun.PlanAsync("production"))
            .Resources.Select(resource => $"{resource.Type} {resource.Name}")
            .ToHashSet();
        Assert.Empty(staging.Except(production));
        // Staging has no customer-managed keys and no replica in the other region with its alert.
        Assert.NotEmpty(production.Except(staging));
        Assert.All(production.Except(staging), resource =>
            Assert.True(
                resource.Contains("kms", StringComparison.OrdinalIgnoreCase)
                    || resource.Contains("keys", StringComparison.Ordinal)
                    || resource.EndsWith("database-replica", StringComparison.Ordinal)
                    || resource.EndsWith("replica-lag", StringComparison.Ordinal),
                $"only production has {resource}"
            )
        );
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Every_Google_resource_is_in_the_environments_project(string stack)
    {
        var placed = (await StackRun.PlanAsync(stack))
            .Resources.Where(resource => resource.Type.StartsWith("gcp:", StringComparison.Ordinal) && resource.At("project") is not null)
            .ToList();
        Assert.NotEmpty(placed);
        Assert.All(placed, resource => resource.ShouldCarry("project", $"pmcrm-{stack}"));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Every_Google_region_is_in_the_Union(string stack)
    {
        var regions = (await StackRun.PlanAsync(stack))
            .Resources.Where(resource => resource.Type.StartsWith("gcp:", StringComparison.Ordinal))
            .Select(resource => resource.At("region") as string)
            .OfType<string>()
            .ToList();
        Assert.NotEmpty(regions);
        Assert.All(regions, region => Assert.True(PmCrm.Components.Common.EuRegion.TryParse(region, out _), region));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Nothing_has_a_duplicate_name(string stack) =>
        Assert.Empty(
            (await StackRun.PlanAsync(stack))
                .Resources.GroupBy(resource => (resource.Type, resource.Name))
                .Where(group => group.Count() > 1)
                .Select(group => group.Key)
        );

    [Theory]
    [InlineData("staging", "https://api.staging.pmcrm.io")]
    [InlineData("production", "https://api.pmcrm.io")]
    public async Task The_frontends_vercel_json_names_the_environments_backend(string stack, string apiUrl)
    {
        var (crm, _) = await StackRun.OfAsync(stack);
        var text = await OutputUtilities.GetValueAsync(crm.FrontendConfiguration);
        Assert.Empty(VercelSchema.ProblemsWith(text));
        Assert.Contains($"\"NEXT_PUBLIC_API_URL\": \"{apiUrl}\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Outputs_that_grant_access_are_secret(string stack)
    {
        var (crm, _) = await StackRun.OfAsync(stack);
        Assert.True(await Output.IsSecretAsync(crm.KubeConfig));
        Assert.True(await Output.IsSecretAsync(crm.DatabaseDirectUrl));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task An_update_refuses_the_committed_placeholders(string stack)
    {
        ProjectConfiguration.Of(stack).Export();
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => Recording.OfStackAsync<CrmStack>(stack));
        foreach (
            var key in new[]
            {
                "cloudflareAccountId",
                "cloudflareZoneId",
                "githubRepositoryId",
                "githubOwnerId",
                "billingAccount",
                "gcpProjectNumber",
                "image",
            }
        )
            Assert.Contains($"pmcrm:{key} is the placeholder '", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task An_update_by_hand_says_how_to_keep_the_deployed_image(string stack)
    {
        var configuration = ProjectConfiguration.Of(stack);
        var placeholder = configuration.Values["image"];
        configuration.WithRealIds().Values["image"] = placeholder;
        configuration.Export();

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => Recording.OfStackAsync<CrmStack>(stack));

        Assert.Contains("pulumi config set image \"$(pulumi stack output image)\"", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task The_image_that_is_deployed_is_an_output(string stack)
    {
        var (crm, _) = await StackRun.OfAsync(stack);

        Assert.Equal(ProjectConfiguration.Of(stack).WithRealIds().Values["image"], await OutputUtilities.GetValueAsync(crm.Image));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Program_runs_to_its_end_though_every_resource_is_left_out_of_the_run(string stack)
    {
        ProjectConfiguration.Of(stack).WithRealIds().Export();
        var (_, plan) = await Recording.OfStackAsync<CrmStack>(stack, isLeftOut: true);
        plan.Only("kubernetes:apps/v1:Deployment", "worker");
        // A provider without a kubeconfig would use that of the user who runs Pulumi.
        Assert.All(plan.All("pulumi:providers:kubernetes"), provider =>
            Assert.Contains("https://no-cluster.invalid", (string)provider.At("kubeconfig")!, StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Foundation_is_what_the_first_image_needs_and_needs_no_image_itself(string stack)
    {
        var configuration = ProjectConfiguration.Of(stack).WithRealIds();
        configuration.Values["phase"] = "foundation";
        configuration.Values["image"] = "";
        configuration.Export();
        var (crm, plan) = await Recording.OfStackAsync<CrmStack>(stack);
        Assert.Contains($"/pmcrm-{stack}", await OutputUtilities.GetValueAsync(crm.ImageRepository), StringComparison.Ordinal);
        Assert.Null(await OutputUtilities.GetValueAsync(crm.ClusterName));
        plan.Only("gcp:artifactregistry/repository:Repository");
        plan.Only("pmcrm:identity:ProjectServices");
        plan.Only("pmcrm:identity:NodeServiceAccount");
        Assert.DoesNotContain(plan.Resources, resource => resource.Type.StartsWith("kubernetes:", StringComparison.Ordinal));
        Assert.DoesNotContain(plan.Resources, resource =>
            resource.Type is "gcp:container/cluster:Cluster" or "gcp:sql/databaseInstance:DatabaseInstance"
        );
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Second_phase_does_not_change_the_foundation(string stack)
    {
        var everything = (await StackRun.PlanAsync(stack)).Resources.ToDictionary(resource => (resource.Type, resource.Name));
        var configuration = ProjectConfiguration.Of(stack).WithRealIds();
        configuration.Values["phase"] = "foundation";
        configuration.Values["image"] = ""; // there is none before the registry
        configuration.Export();
        var (_, foundation) = await Recording.OfStackAsync<CrmStack>(stack);
        Assert.All(foundation.Resources.Where(resource => resource.Type != "pulumi:pulumi:Stack"), resource =>
            Assert.Equal(
                System.Text.Json.JsonSerializer.Serialize(resource.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal)),
                System.Text.Json.JsonSerializer.Serialize(
                    everything[(resource.Type, resource.Name)].Inputs.OrderBy(input => input.Key, StringComparer.Ordinal)
                )
            )
        );
    }

    [Fact]
    public async Task Wrong_configuration_stops_the_program_with_the_whole_list()
    {
        var configuration = ProjectConfiguration.Of("staging");
        configuration.Values["region"] = "us-central1";
        configuration.Values["image"] = "pmcrm:latest";
        configuration.Values["vercelApiToken"] = "";
        configuration.Values["monthlyBudgt"] = "300";
        configuration.Export();
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => Recording.OfStackAsync<CrmStack>("staging"));
        Assert.Contains("pmcrm:region is 'us-central1'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("pmcrm:image is 'pmcrm:latest'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("pmcrm:vercelApiToken is missing", exception.Message, StringComparison.Ordinal);
        Assert.Contains("pmcrm:monthlyBudgt is not a setting", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", exception.Message, StringComparison.Ordinal);
    }
}
