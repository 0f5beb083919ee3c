using System.Collections.Immutable;
using PmCrm.Components.Common;
using PmCrm.Components.Hosting;
using PmCrm.Contract;
using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Components.Tests.Hosting;

public sealed class RailwayBackendTests
{
    private const string Service = "railway:index/service:Service";
    private const string Variables = "railway:index/variableCollection:VariableCollection";

    [Fact]
    public async Task Services_run_the_image_without_the_settings_that_the_provider_refuses() =>
        Assert.All((await RecordAsync()).Plan.All(Service), service =>
            service
                .ShouldCarry("sourceImage", HostingArrangement.Image)
                .ShouldLack("sourceRepo")
                .ShouldLack("rootDirectory")
                .ShouldLack("configPath")
        );

    [Fact]
    public async Task Services_are_in_Amsterdam_from_the_start_as_an_update_never_sends_the_region() =>
        Assert.All((await RecordAsync()).Plan.All(Service), service =>
            service.ShouldCarry("regions[0].region", "europe-west4-drams3a").ShouldCarry("regions[0].numReplicas", 1)
        );

    [Fact]
    public async Task Services_have_no_volume_because_it_would_be_deleted_with_them() =>
        Assert.All((await RecordAsync()).Plan.All(Service), service => service.ShouldLack("volume"));

    [Fact]
    public async Task Each_service_has_one_collection_of_variables_so_that_a_change_is_one_deployment()
    {
        var plan = (await RecordAsync()).Plan;
        Assert.Equal(2, plan.All(Variables).Count);
        plan.None("railway:index/variable:Variable");
    }

    [Fact]
    public async Task Image_migrates_and_then_serves_as_the_platform_has_no_command_before_a_deployment()
    {
        var plan = (await RecordAsync()).Plan;
        Assert.Equal("migrate backend", Told(plan.Only(Variables, "backend-api"))[AppVariables.AppCommand]);
        Assert.Equal("worker", Told(plan.Only(Variables, "backend-worker"))[AppVariables.AppCommand]);
    }

    [Fact]
    public async Task Project_is_private_makes_no_copies_for_pull_requests_and_is_protected()
    {
        var project = (await RecordAsync())
            .Plan.Only("railway:index/project:Project")
            .ShouldCarry("name", Arrange.PhysicalName)
            .ShouldCarry("private", true)
            .ShouldCarry("hasPrDeploys", false)
            .ShouldCarry("defaultEnvironment.name", Arrange.PhysicalName);
        Assert.Equal(true, project.Options!.Protect);
    }

    [Fact]
    public async Task Protection_is_turned_off_explicitly() =>
        Assert.Equal(false, (await RecordAsync(protection: Protection.Off)).Plan.Only("railway:index/project:Project").Options!.Protect);

    [Fact]
    public async Task Domain_is_proved_by_a_record_below_the_zone()
    {
        var backend = await RecordAsync();
        Assert.Equal("abc.up.railway.app", await backend.ValueAsync(b => b.AliasTarget));
        Assert.Equal("_railway-verify.api.example.org", await backend.ValueAsync(b => b.Proof!.Name));
        Assert.Equal("railway-verify=1", await backend.ValueAsync(b => b.Proof!.Value));
    }

    [Fact]
    public async Task Private_image_is_pulled_with_a_credential() =>
        Assert.All((await RecordAsync(new RegistryAccess("example", Output.Create("planted-token")))).Plan.All(Service), service =>
            service.ShouldCarry("sourceImageRegistryUsername", "example").ShouldCarry("sourceImageRegistryPassword", "planted-token")
        );

    private static Dictionary<string, string> Told(RecordedResource variables) =>
        variables
            .ListAt("variables")
            .Cast<ImmutableDictionary<string, object>>()
            .ToDictionary(variable => (string)variable["name"], variable => (string)variable["value"]);

    private static Task<Recorded<RailwayBackend>> RecordAsync(RegistryAccess? registry = null, Protection protection = Protection.On) =>
        Recording.OfAsync(options => new RailwayBackend(
            "backend",
            new RailwayBackendArgs
            {
                PhysicalName = Arrange.PhysicalName,
                Image = HostingArrangement.Image,
                Registry = registry,
                Host = "api.example.org",
                Domain = "example.org",
                Variables = HostingArrangement.Variables,
                Protection = protection,
            },
            options
        ));
}
