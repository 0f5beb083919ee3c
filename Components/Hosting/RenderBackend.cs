using System.Globalization;
using PmCrm.Components.Common;
using PmCrm.Contract;
using Pulumi;
using Pulumi.Render;
using Pulumi.Render.Inputs;

namespace PmCrm.Components.Hosting;

/// <summary>
/// The application at Render in Frankfurt: a web service, which migrates before each deployment, and a background worker, both from the
/// image by digest.
/// </summary>
/// <remarks>
/// An update always starts a deployment. A failed deployment does not fail <c>pulumi up</c>: Render keeps the previous version, so check
/// <c>/health</c> afterwards (terraform-provider-render 1.9.1, internal/provider/common/client.go). Leave <c>WaitForDeployCompletion</c> of
/// the provider off: after a failed first deployment the service would be missing from the state.
/// </remarks>
/// <example><c>examples/RenderBackendExample.cs</c></example>
public sealed class RenderBackend : ComponentResource, IBackendHost
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:hosting:RenderBackend";

    /// <summary>
    /// Render's only region in the European Union; another one replaces the services (https://render.com/docs/regions; render-oss/cli,
    /// cmd/kvcreate.go).
    /// </summary>
    public const string Region = "frankfurt";

    /// <summary>
    /// Paid plans as Render's API takes them (render-oss/cli, pkg/client/plans_gen.go, PaidPlanValues). On 2026-08-26 the first six got
    /// second names by cores and memory, and eight plans were added (https://render.com/docs/compute-plans-update); the old names remain
    /// valid. The provider 1.9.1 checks none. <c>free</c> is left out: the API creates no free service, and the provider cannot update one
    /// (terraform-provider-render, issues 44 and 80).
    /// </summary>
    public static readonly IReadOnlyList<string> Plans =
    [
        "starter",
        "standard",
        "pro",
        "pro_plus",
        "pro_max",
        "pro_ultra",
        "0.5c-512mb",
        "1c-2g",
        "2c-4g",
        "2c-8g",
        "2c-16g",
        "4c-8g",
        "4c-16g",
        "4c-32g",
        "8c-16g",
        "8c-32g",
        "8c-64g",
        "12c-24g",
        "12c-48g",
        "12c-96g",
    ];

    /// <summary>Time between the signal to stop and the end of the process: five seconds more than the application takes.</summary>
    public static readonly TimeSpan ShutdownDelay = AppContract.ShutdownTime + TimeSpan.FromSeconds(5);

    /// <summary>
    /// Entries at the end of X-Forwarded-For that the client cannot forge. Cloudflare and Render's load balancers are in front of a
    /// service, which gets "client, Cloudflare, Render". With a smaller number, all clients behind one Cloudflare edge would count as one
    /// client. Render does not document this; its users report it from their logs. <c>docs/mvp.md</c> says how to check.
    /// </summary>
    public const int ProxyHops = 3;

    private const string EnvironmentKey = "environment";
    private const int MaxInstances = 100;

    private readonly RenderBackendArgs args;
    private readonly HostedImage image;

    /// <summary>Creates the project, the credential of the registry, the services and the log stream.</summary>
    /// <exception cref="ArgumentException">A plan, the image or the number of instances is not accepted; the message lists all.</exception>
    public RenderBackend(string name, RenderBackendArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        if (Problems(args) is { Count: > 0 } problems)
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(args));
        this.image = HostedImage.Parse(args.Image);

        var project = new Project(
            name,
            new ProjectArgs
            {
                Name = args.PhysicalName,
                Environments =
                {
                    [EnvironmentKey] = new ProjectEnvironmentsArgs { Name = args.PhysicalName, ProtectedStatus = "protected" },
                },
            },
            this.Child().WithFixedName()
        );
        var environment = project.Environments.ApplyIfPresent(
            "The environment at Render",
            environments => environments.TryGetValue(EnvironmentKey, out var found) ? found.Id! : "",
            missing: ""
        );
        var credential = args.Registry is { } registry ? CreateCredential(name, registry) : null;
        var web = CreateWeb(name, environment, credential);
        CreateWorker(name, environment, credential);
        if (args.Logs is { } logs)
            CreateLogStream(name, logs);

        AliasTarget = web.Url.ApplyIfPresent("The backend's URL at Render", HostOf, missing: "");
        ServiceId = web.Id;
        RegisterOutputs();
    }

    /// <summary>Render's host name of the backend: the target of the CNAME record of the backend's own name.</summary>
    [Output("aliasTarget")]
    public Output<string> AliasTarget { get; private set; }

    /// <summary>Render's id of the web service.</summary>
    [Output("serviceId")]
    public Output<string> ServiceId { get; private set; }

    /// <inheritdoc/>
    public DomainProof? Proof => null;

    private static List<string> Problems(RenderBackendArgs args)
    {
        var problems = new List<string>();
        foreach (var (property, plan) in new[] { ("plan", args.Plan), ("workerPlan", args.WorkerPlan) })
            if (!Plans.Contains(plan))
                problems.Add($"{property}: '{plan}' is not a paid Render plan; accepted: {string.Join(", ", Plans)}.");
        if (args.Instances is < 1 or > MaxInstances)
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"instances: {args.Instances} is not from 1 to {MaxInstances}."));
        return problems;
    }

    private static string HostOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed.Host : url;

    private RegistryCredential CreateCredential(string name, RegistryAccess registry) =>
        new(
            name,
            new RegistryCredentialArgs
            {
                Name = this.args.PhysicalName,
                Registry = this.image.RenderRegistry,
                Username = registry.Username,
                AuthToken = registry.Token,
            },
            this.Child().WithFixedName()
        );

    private WebService CreateWeb(string name, Output<string> environment, RegistryCredential? credential)
    {
        var source = new WebServiceRuntimeSourceImageArgs { ImageUrl = this.image.Repository, Digest = this.image.Digest };
        if (credential is not null)
            source.RegistryCredentialId = credential.Id;
        return new WebService(
            $"{name}-api",
            new WebServiceArgs
            {
                Name = $"{this.args.PhysicalName}-api",
                Plan = this.args.Plan,
                Region = Region,
                EnvironmentId = environment,
                RuntimeSource = new WebServiceRuntimeSourceArgs { Image = source },
                // Runs in its own container before traffic moves; when it fails, the previous version keeps running.
                PreDeployCommand = $"{AppContract.ProgramPath} {AppContract.MigrateCommand}",
                HealthCheckPath = AppContract.ReadinessPath,
                NumInstances = this.args.Instances,
                MaxShutdownDelaySeconds = ShutdownSeconds,
                CustomDomains = new WebServiceCustomDomainArgs { Name = this.args.Host },
                PullRequestPreviewsEnabled = false,
                EnvVars = this
                    .args.Variables.For(AppProcess.Backend | AppProcess.Migration)
                    .ToDictionary(variable => variable.Key, variable => new WebServiceEnvVarsArgs { Value = variable.Value }),
            },
            this.Child().WithFixedName()
        );
    }

    private void CreateWorker(string name, Output<string> environment, RegistryCredential? credential)
    {
        var source = new BackgroundWorkerRuntimeSourceImageArgs { ImageUrl = this.image.Repository, Digest = this.image.Digest };
        if (credential is not null)
            source.RegistryCredentialId = credential.Id;
        _ = new BackgroundWorker(
            $"{name}-worker",
            new BackgroundWorkerArgs
            {
                Name = $"{this.args.PhysicalName}-worker",
                Plan = this.args.WorkerPlan,
                Region = Region,
                EnvironmentId = environment,
                RuntimeSource = new BackgroundWorkerRuntimeSourceArgs { Image = source },
                NumInstances = 1,
                MaxShutdownDelaySeconds = ShutdownSeconds,
                PullRequestPreviewsEnabled = false,
                // A variable instead of a start command: the image has no shell to run one.
                EnvVars = this
                    .args.Variables.For(AppProcess.Worker, AppContract.WorkerCommand)
                    .ToDictionary(variable => variable.Key, variable => new BackgroundWorkerEnvVarsArgs { Value = variable.Value }),
            },
            this.Child().WithFixedName()
        );
    }

    // A Render workspace has one log stream: another program that sets it overwrites this one.
    private void CreateLogStream(string name, LogTarget logs) =>
        _ = new LogStream(
            name,
            new LogStreamArgs
            {
                Preview = "drop",
                Endpoint = logs.Endpoint,
                Token = Output.CreateSecret(logs.Token),
            },
            this.Child().WithFixedName()
        );

    private static double ShutdownSeconds => ShutdownDelay.TotalSeconds;
}
