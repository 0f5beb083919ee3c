using System.Collections.Immutable;
using Microsoft.AspNetCore.Routing;
using PmCrm.App.Commands;
using PmCrm.App.Configuration;
using PmCrm.Components.Workload;
using PmCrm.Contract;
using PmCrm.Stacks.Tests.Crm;
using PmCrm.Testing;

namespace PmCrm.Stacks.Tests.Plan;

/// <summary>The deployed pods compared with what the application itself reads and serves.</summary>
public sealed class AppContractTests : IDisposable
{
    private const string Pod = "spec.template.spec";
    private const string Container = $"{Pod}.containers[0]";

    private readonly string certificates = Directory.CreateTempSubdirectory("pmcrm-certificates-").FullName;

    public AppContractTests()
    {
        File.WriteAllText(Path.Combine(this.certificates, AppContract.DatabaseCaFile), "");
        File.WriteAllText(Path.Combine(this.certificates, AppContract.CacheCaFile), "");
    }

    public static TheoryData<string, AppProcess> Pods =>
        new()
        {
            { "backend", AppProcess.Backend },
            { "worker", AppProcess.Worker },
            { "migration", AppProcess.Migration },
        };

    public static TheoryData<string> Names => ["backend", "worker", "migration"];

    public void Dispose() => Directory.Delete(this.certificates, recursive: true);

    [Theory]
    [MemberData(nameof(Pods))]
    public async Task Application_starts_with_the_pods_variables(string pod, AppProcess process)
    {
        var environment = await EnvironmentAsync(pod);
        var options = AppOptionsReader.Read(name => environment.GetValueOrDefault(name), process);
        Assert.Equal(AppContract.Port, options.Port);
        Assert.NotNull(options.DirectDatabase);
    }

    [Theory]
    [MemberData(nameof(Pods))]
    public async Task Application_starts_with_everything_that_can_be_configured(string pod, AppProcess process)
    {
        var environment = EnvironmentOf(await FullyConfiguredAsync(), pod);
        var options = AppOptionsReader.Read(name => environment.GetValueOrDefault(name), process);
        Assert.Equal(pod == "backend", options.Google is { Id: "google.apps.example" });
        Assert.Equal(pod == "backend", options.Microsoft is not null);
        Assert.Empty(environment.Keys.Except(Known()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Application_knows_its_URL_and_the_proxies_before_it(string pod)
    {
        var environment = await EnvironmentAsync(pod);
        var options = AppOptionsReader.Read(name => environment.GetValueOrDefault(name), AppProcess.None);
        Assert.Equal("https://api.pmcrm.io/", options.PublicUrl.ToString());
        Assert.Equal(["https://app.pmcrm.io"], options.CorsOrigins);
        // Google's load balancer adds the client's address and its own.
        Assert.Equal(2, options.TrustedProxyHops);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Pod_has_no_variable_that_the_application_does_not_know(string pod) =>
        Assert.Empty((await EnvironmentAsync(pod)).Keys.Except(Known()));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Secrets_come_from_the_Secret_and_from_nowhere_else(string pod)
    {
        var resource = await PodAsync(pod);
        var fromSecret = Variables(resource)
            .Where(variable => variable.At("valueFrom.secretKeyRef") is not null)
            .Select(variable => variable.Name)
            .ToList();
        Assert.NotEmpty(fromSecret);
        Assert.All((await EnvironmentAsync(pod)).Keys.Intersect(AppVariables.Secret), name => Assert.Contains(name, fromSecret));
        Assert.All(fromSecret, name => Assert.Contains(name, AppVariables.Secret));
    }

    [Theory]
    [MemberData(nameof(Pods))]
    public async Task Pod_has_every_required_variable(string pod, AppProcess process)
    {
        var required = AppVariables.All.Where(variable => variable.RequiredBy.HasFlag(process)).Select(variable => variable.Name);
        Assert.Empty(required.Except((await EnvironmentAsync(pod)).Keys));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Application_names_the_version_of_the_image_that_it_runs_in(string pod)
    {
        var environment = await EnvironmentAsync(pod);
        var options = AppOptionsReader.Read(name => environment.GetValueOrDefault(name), AppProcess.None);
        Assert.Contains($"@sha256:{options.Version}", (string)(await PodAsync(pod)).At($"{Container}.image")!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backend", Verb.Backend)]
    [InlineData("worker", Verb.Worker)]
    [InlineData("migration", Verb.Migrate)]
    public async Task Application_understands_the_command(string pod, Verb verb)
    {
        var arguments = (await PodAsync(pod)).ListAt($"{Container}.args").Cast<string>().ToArray();
        Assert.Equal(verb, CommandLine.Parse(arguments).Verb);
    }

    [Theory]
    [InlineData("backend")]
    [InlineData("worker")]
    public async Task Probes_use_paths_that_the_application_serves(string pod)
    {
        var arguments = (await EnvironmentAsync(pod)).Select(variable => $"--{variable.Key}={variable.Value}").ToArray();
        await using var host = pod == "worker" ? WorkerHost.Build(arguments) : BackendHost.Build(arguments);
        var paths = ((IEndpointRouteBuilder)host)
            .DataSources.SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText);
        var resource = await PodAsync(pod);
        foreach (var probe in new[] { "startupProbe", "readinessProbe", "livenessProbe" })
            Assert.Contains((string)resource.At($"{Container}.{probe}.httpGet.path")!, paths);
    }

    [Theory]
    [InlineData("backend")]
    [InlineData("worker")]
    public async Task Grace_period_covers_pre_stop_and_shutdown(string pod)
    {
        var resource = await PodAsync(pod);
        var preStop = (double)resource.At($"{Container}.lifecycle.preStop.sleep.seconds")!;
        Assert.True((double)resource.At($"{Pod}.terminationGracePeriodSeconds")! >= preStop + AppContract.ShutdownTime.TotalSeconds);
    }

    private static IEnumerable<string> Known() => AppVariables.All.Select(variable => variable.Name);

    private static async Task<RecordedResource> PodAsync(string name) => PodOf(await StackRun.PlanAsync("production"), name);

    private static RecordedResource PodOf(Recording plan, string name) =>
        name == "migration" ? plan.Only("kubernetes:batch/v1:Job", name) : plan.Only("kubernetes:apps/v1:Deployment", name);

    private static async Task<Recording> FullyConfiguredAsync()
    {
        var configuration = ProjectConfiguration.Of("production").WithRealIds();
        configuration.Values["googleClientId"] = "google.apps.example";
        configuration.Values["microsoftClientId"] = "microsoft";
        configuration.Values["whatsAppPhoneNumberId"] = "106540352242922";
        foreach (
            var secret in new[]
            {
                "googleClientSecret",
                "microsoftClientSecret",
                "anthropicApiKey",
                "openAiApiKey",
                "apolloApiKey",
                "r2AccessKeyId",
                "r2SecretAccessKey",
                "whatsAppApiToken",
                "whatsAppAppSecret",
                "whatsAppVerifyToken",
            }
        )
            configuration.Values[secret] = ProjectConfiguration.Planted(secret);
        foreach (var rotated in new[] { "jwtSecretVersion", "encryptionKeyVersion" })
            configuration.Values[rotated] = "2";
        configuration.Export();
        return (await Recording.OfStackAsync<PmCrm.Stacks.Crm.CrmStack>("production")).Plan;
    }

    private static IEnumerable<Variable> Variables(RecordedResource pod) =>
        pod.ListAt($"{Container}.env")
            .Select((entry, index) => new Variable((string)((ImmutableDictionary<string, object>)entry)["name"], pod, index));

    /// <summary>The container's environment variables as Kubernetes would set them, with this test's paths of the certificates.</summary>
    private async Task<Dictionary<string, string>> EnvironmentAsync(string name) =>
        EnvironmentOf(await StackRun.PlanAsync("production"), name);

    private Dictionary<string, string> EnvironmentOf(Recording plan, string name)
    {
        var pod = PodOf(plan, name);
        var secret = plan.All("kubernetes:core/v1:Secret").Single(s => s.Name == "configuration-secrets");
        var configMap = plan.Only("kubernetes:core/v1:ConfigMap", "configuration");
        Assert.Equal(configMap.At("metadata.name"), pod.At($"{Container}.envFrom[0].configMapRef.name"));
        var environment = configMap.MapAt("data").ToDictionary(entry => entry.Key, entry => (string)entry.Value);
        foreach (var variable in Variables(pod))
        {
            environment[variable.Name] =
                variable.At("value") is { } value ? value
                : variable.At("valueFrom.secretKeyRef.key") is { } key
                    ? ((string)secret.MapAt("stringData")[key]).Replace(
                        AppContract.CertificateFolder,
                        this.certificates,
                        StringComparison.Ordinal
                    )
                : "192.0.2.30"; // the node's address
        }
        return environment;
    }

    private sealed record Variable(string Name, RecordedResource Pod, int Index)
    {
        public string? At(string path) =>
            Pod.At($"{Container}.env[{Index}].{path}") switch
            {
                null => null,
                string text => text,
                var other => other.ToString(),
            };
    }
}
