using PmCrm.Components.Hosting;
using PmCrm.Contract;
using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Components.Tests.Hosting;

public sealed class RenderBackendTests
{
    private const string Web = "render:index/webService:WebService";
    private const string Worker = "render:index/backgroundWorker:BackgroundWorker";
    private const string Credential = "render:index/registryCredential:RegistryCredential";
    private const string LogStream = "render:index/logStream:LogStream";

    public static TheoryData<string> Services => [Web, Worker];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Service_runs_the_image_by_digest_and_has_no_other_source(string service) =>
        (await RecordAsync())
            .Plan.Only(service)
            .ShouldCarry("runtimeSource.image.imageUrl", "ghcr.io/example/crm")
            .ShouldCarry("runtimeSource.image.digest", HostingArrangement.Digest)
            .ShouldLack("runtimeSource.image.tag")
            .ShouldLack("runtimeSource.docker")
            .ShouldLack("runtimeSource.nativeRuntime");

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Service_is_in_Frankfurt_in_the_projects_environment(string service) =>
        (await RecordAsync()).Plan.Only(service).ShouldCarry("region", "frankfurt").ShouldCarry("environmentId", "evm-1");

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Number_of_instances_is_set_without_autoscaling(string service) =>
        (await RecordAsync()).Plan.Only(service).ShouldCarry("numInstances", 1).ShouldLack("autoscaling");

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Service_is_stopped_later_than_the_application_takes_and_within_what_Render_accepts(string service) =>
        Assert.InRange(
            (double)(await RecordAsync()).Plan.Only(service).At("maxShutdownDelaySeconds")!,
            AppContract.ShutdownTime.TotalSeconds + 1,
            300
        );

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Replaced_service_is_deleted_first_because_Render_finds_it_by_name(string service) =>
        Assert.True((await RecordAsync()).Plan.Only(service).Options is CustomResourceOptions { DeleteBeforeReplace: true });

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Variables_have_a_value_and_none_is_made_up_by_Render(string service)
    {
        var variables = (await RecordAsync()).Plan.Only(service).MapAt("envVars");
        Assert.NotEmpty(variables);
        foreach (var variable in variables.Keys)
            (await RecordAsync()).Plan.Only(service).ShouldLack($"envVars.{variable}.generateValue");
    }

    [Fact]
    public async Task Backend_migrates_before_traffic_moves_and_has_a_readiness_check() =>
        (await RecordAsync())
            .Plan.Only(Web)
            .ShouldCarry("preDeployCommand", $"{AppContract.ProgramPath} migrate")
            .ShouldCarry("healthCheckPath", "/health/ready")
            .ShouldCarry("customDomains[0].name", "api.example.org");

    [Fact]
    public async Task Worker_has_no_health_check_and_no_domain_which_Render_refuses_there() =>
        (await RecordAsync()).Plan.Only(Worker).ShouldLack("healthCheckPath").ShouldLack("customDomains").ShouldLack("startCommand");

    [Fact]
    public async Task Private_image_is_pulled_with_a_credential()
    {
        var plan = (await RecordAsync(registry: new RegistryAccess("example", Output.Create("planted-token")))).Plan;
        plan.Only(Credential)
            .ShouldCarry("registry", "GITHUB")
            .ShouldCarry("username", "example")
            .ShouldCarry("authToken", "planted-token");
        plan.Only(Web).ShouldCarry("runtimeSource.image.registryCredentialId", "backend-id");
        plan.Only(Worker).ShouldCarry("runtimeSource.image.registryCredentialId", "backend-id");
    }

    [Fact]
    public async Task Public_image_needs_no_credential()
    {
        var plan = (await RecordAsync()).Plan;
        plan.None(Credential);
        plan.Only(Web).ShouldLack("runtimeSource.image.registryCredentialId");
    }

    [Theory]
    [InlineData("ghcr.io", "GITHUB")]
    [InlineData("registry.gitlab.com", "GITLAB")]
    [InlineData("docker.io", "DOCKER")]
    [InlineData("123456789012.dkr.ecr.eu-central-1.amazonaws.com", "AWS_ECR")]
    [InlineData("europe-west1-docker.pkg.dev", "GOOGLE_ARTIFACT")]
    public async Task Registry_has_Renders_name(string host, string expected) =>
        (
            await RecordAsync(
                $"{host}/example/crm@{HostingArrangement.Digest}",
                new RegistryAccess("example", Output.Create("planted-token"))
            )
        )
            .Plan.Only(Credential)
            .ShouldCarry("registry", expected);

    [Fact]
    public async Task Registry_that_Render_has_no_credential_for_is_refused()
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() =>
            RecordAsync($"quay.io/example/crm@{HostingArrangement.Digest}", new RegistryAccess("example", Output.Create("planted-token")))
        );
        Assert.Contains(
            "Render supports no credentials for the image's registry 'quay.io'; accepted: ghcr.io",
            exception.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Logs_are_sent_to_the_target_and_previews_send_none() =>
        (await RecordAsync())
            .Plan.Only(LogStream)
            .ShouldCarry("endpoint", "logs.example.org:6514")
            .ShouldCarry("token", "planted-log-token")
            .ShouldCarry("preview", "drop");

    [Fact]
    public async Task Backend_is_found_by_the_host_of_its_URL() =>
        Assert.Equal("pmcrm-api.onrender.com", await (await RecordAsync()).ValueAsync(backend => backend.AliasTarget));

    [Fact]
    public async Task What_Render_would_refuse_after_an_hour_is_refused_at_once_and_together()
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync(plan: "free", workerPlan: "pro plus", instances: 101));
        Assert.Contains("plan: 'free' is not a paid Render plan", exception.Message, StringComparison.Ordinal);
        Assert.Contains("workerPlan: 'pro plus' is not a paid Render plan", exception.Message, StringComparison.Ordinal);
        Assert.Contains("instances: 101 is not from 1 to 100.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("starter")]
    [InlineData("pro_ultra")]
    [InlineData("0.5c-512mb")]
    [InlineData("1c-2g")]
    [InlineData("12c-96g")]
    public async Task Plan_has_its_old_name_or_that_by_cores_and_memory(string plan)
    {
        var recorded = (await RecordAsync(plan: plan, workerPlan: plan)).Plan;
        recorded.Only(Web).ShouldCarry("plan", plan);
        recorded.Only(Worker).ShouldCarry("plan", plan);
    }

    [Theory]
    [InlineData("1c-2gb")]
    [InlineData("0.1c-256mb")]
    [InlineData("starter_legacy")]
    [InlineData("custom")]
    public async Task Plan_that_is_not_a_services_is_refused_with_all_that_are_accepted(string plan)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync(plan: plan));
        Assert.Contains($"plan: '{plan}' is not a paid Render plan; accepted: starter, ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(", 1c-2g, ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ghcr.io/example/crm:latest")]
    [InlineData("ghcr.io/example/crm")]
    [InlineData("ghcr.io/example/crm@sha256:abc")]
    public async Task Image_without_a_digest_is_refused(string image)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync(image));
        Assert.Contains($"'{image}' has no digest", exception.Message, StringComparison.Ordinal);
    }

    private static Task<Recorded<RenderBackend>> RecordAsync(
        string image = HostingArrangement.Image,
        RegistryAccess? registry = null,
        string plan = "standard",
        string workerPlan = "starter",
        int instances = 1
    ) =>
        Recording.OfAsync(options => new RenderBackend(
            "backend",
            new RenderBackendArgs
            {
                PhysicalName = Arrange.PhysicalName,
                Image = image,
                Registry = registry,
                Host = "api.example.org",
                Variables = HostingArrangement.Variables,
                Plan = plan,
                WorkerPlan = workerPlan,
                Instances = instances,
                Logs = new LogTarget(Output.Create("logs.example.org:6514"), Output.Create("planted-log-token")),
            },
            options
        ));
}
