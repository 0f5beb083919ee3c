using PmCrm.Preview.Engine;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Engine;

public sealed class RecordingTests
{
    private const string Database = "urn:pulumi:staging::shop::sample:shop:Group$gcp:sql/databaseInstance:DatabaseInstance::shop-db";
    private const string Password = "urn:pulumi:staging::shop::sample:shop:Group$random:index/randomPassword:RandomPassword::shop-password";

    [Fact]
    public async Task A_program_that_succeeds_leaves_a_plan_without_errors()
    {
        var run = await Sample.RunAsync("shop");

        Assert.Equal(0, run.ExitCode);
        Assert.False(run.Failed, string.Join('\n', run.Diagnostics));
    }

    [Fact]
    public async Task URNs_carry_the_types_of_all_ancestors_but_the_stack()
    {
        var run = await Sample.RunAsync("shop");

        Assert.Equal(
            [
                "urn:pulumi:staging::shop::pulumi:pulumi:Stack::shop-staging",
                "urn:pulumi:staging::shop::sample:shop:Group::shop",
                Password,
                Database,
                "urn:pulumi:staging::shop::acme:index:Bench::leaky",
                "urn:pulumi:staging::shop::sample:shop:Group$kubernetes:core/v1:Secret::shop-secret",
            ],
            run.Plan.Resources.Select(resource => resource.Urn)
        );
    }

    [Fact]
    public async Task A_computed_value_is_a_placeholder_that_names_its_origin()
    {
        var run = await Sample.RunAsync("shop");

        Assert.Equal(new PlanText("<shop-db.privateIpAddress>"), run.Plan.Outputs["databaseAddress"]);
        Assert.Equal("<shop-db.id>", Resource(run, Database).Id);
    }

    [Fact]
    public async Task With_unknowns_a_computed_value_is_unknown_and_a_secret_stays_secret()
    {
        var run = await Sample.RunAsync(request => request with { Unknowns = true }, "shop");

        Assert.Equal(PlanUnknown.Instance, run.Plan.Outputs["databaseAddress"]);
        Assert.Null(Resource(run, Database).Id);
        Assert.IsType<PlanSecret>(Resource(run, Password).Outputs["result"]);
        Assert.Equal(PlanUnknown.Instance, Resource(run, Database).Outputs["privateIpAddress"]);
    }

    [Fact]
    public async Task What_depends_on_a_generated_password_is_secret()
    {
        var run = await Sample.RunAsync("shop");

        Assert.IsType<PlanSecret>(run.Plan.Outputs["databaseUrl"]);
        Assert.IsType<PlanSecret>(Resource(run, Database).Inputs["rootPassword"]);
    }

    [Fact]
    public async Task Options_and_dependencies_are_recorded()
    {
        var run = await Sample.RunAsync("shop");

        var database = Resource(run, Database);
        Assert.True(database.Options.Protect);
        Assert.Equal([Password], database.Dependencies);
        Assert.Equal([Password], database.PropertyDependencies["rootPassword"]);
        var bench = run.Plan.Resources.Single(resource => resource.Name == "leaky");
        Assert.Equal(["size"], bench.Options.IgnoreChanges);
        Assert.Equal([Database], bench.Dependencies);
        Assert.Equal(["result"], Resource(run, Password).Options.AdditionalSecretOutputs);
    }

    [Fact]
    public async Task Unnamed_resources_get_the_same_name_in_every_preview()
    {
        var first = await Sample.RunAsync("shop");
        var second = await Sample.RunAsync("shop");

        var name = Assert.IsType<PlanText>(Resource(first, Database).Outputs["name"]);
        Assert.Matches("^shop-db-[0-9a-f]{7}$", name.Text);
        Assert.Equal(name, Resource(second, Database).Outputs["name"]);
        var secret = first.Plan.Resources.Single(resource => resource.Name == "shop-secret");
        Assert.Matches("^shop-secret-[0-9a-f]{8}$", Assert.IsType<PlanText>(secret.Outputs.At("metadata.name")).Text);
    }

    [Fact]
    public async Task The_trace_of_a_program_is_the_same_in_every_run()
    {
        var first = await Sample.RunAsync("many", ("count", ConfigEntry.Plain("40")));
        var second = await Sample.RunAsync("many", ("count", ConfigEntry.Plain("40")));

        Assert.Equal(RequestTrace.Write(first.Requests, first.Mask), RequestTrace.Write(second.Requests, second.Mask));
    }

    [Fact]
    public async Task Configuration_reaches_the_program_with_its_secret_mark()
    {
        var plain = await Sample.RunAsync("config", ("value", ConfigEntry.Plain("blue")));
        var secret = await Sample.RunAsync("logs-warning", ("token", ConfigEntry.Secret("planted-value-1")));

        Assert.Equal(new PlanText("blue"), plain.Plan.Outputs["value"]);
        Assert.Equal("[secret]", secret.Plan.Config["shop:token"]);
        Assert.Contains(secret.Diagnostics, said => said is { Severity: Severity.Warning, Message: "the token [secret] is old" });
    }

    private static PlanResource Resource(RunResult run, string urn) => run.Plan.Resources.Single(resource => resource.Urn == urn);
}
