using PmCrm.Components.Identity;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Identity;

public sealed class ProjectServicesTests
{
    private const string Service = "gcp:projects/service:Service";

    [Fact]
    public async Task Every_api_of_the_platform_is_switched_on_in_the_project()
    {
        var services = (await RecordAsync()).Plan.All(Service);
        Assert.Equal(ProjectServices.PlatformApis, services.Select(service => service.At("service")));
        Assert.All(services, service => service.ShouldCarry("project", Arrange.Project));
    }

    [Fact]
    public async Task No_api_is_ever_switched_off() =>
        Assert.All((await RecordAsync()).Plan.All(Service), service =>
            service.ShouldCarry("disableOnDestroy", false).ShouldCarry("disableDependentServices", false)
        );

    [Fact]
    public async Task What_is_not_the_name_of_an_api_is_refused()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync("compute"));
        Assert.Contains("'compute' is not the name of a Google API", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<Recorded<ProjectServices>> RecordAsync(params string[] apis) =>
        Recording.OfAsync(options => new ProjectServices(
            "services",
            apis is []
                ? new ProjectServicesArgs { Project = Arrange.Project }
                : new ProjectServicesArgs { Project = Arrange.Project, Apis = apis },
            options
        ));
}
