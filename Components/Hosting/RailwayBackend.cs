using PmCrm.Components.Common;
using PmCrm.Contract;
using Pulumi;
using Pulumi.Railway;
using Pulumi.Railway.Inputs;

namespace PmCrm.Components.Hosting;

/// <summary>
/// The application at Railway in Amsterdam: a service that migrates and serves, and a worker, both from the image by digest.
/// </summary>
/// <remarks>
/// For a service that runs an image, Railway's provider has no health check, start command or pre-deploy command
/// (terraform-provider-railway 0.6.2, issues 37 and 80). So <see cref="AppVariables.AppCommand"/> tells the image to migrate and then to
/// serve, or to run the worker. A failed migration ends the process, and Railway keeps the previous deployment. Without a health check
/// Railway sends traffic as soon as the process runs; the preview warns about it. Region and number of replicas are sent at creation only
/// (issues 77 and 78). A refresh fails when a service no longer exists at Railway: remove it from the state.
/// </remarks>
/// <example><c>examples/RailwayBackendExample.cs</c></example>
public sealed class RailwayBackend : ComponentResource, IBackendHost
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:hosting:RailwayBackend";

    /// <summary>
    /// Railway's only region in the European Union, Amsterdam (railwayapp/docs, content/docs/deployments/regions.md; the others are
    /// us-west2, us-east4-eqdc4a and asia-southeast1-eqsg3a).
    /// </summary>
    public const string Region = "europe-west4-drams3a";

    private readonly RailwayBackendArgs args;

    /// <summary>Creates the project, the services, their variables and the domain.</summary>
    /// <exception cref="ArgumentException">The image is not named by a digest.</exception>
    public RailwayBackend(string name, RailwayBackendArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        HostedImage.Parse(args.Image);
        Log.Warn(
            "Railway has no health check and no pre-deploy command for services that run an image: the backend migrates when it starts, and "
                + "gets traffic before it is ready. Render supports both.",
            this
        );

        var project = CreateProject(name);
        var environment = project.DefaultEnvironment.ApplyIfPresent("Railway's environment", found => found.Id ?? "", missing: "");
        var api = CreateService($"{name}-api", "api", project);
        CreateVariables(
            $"{name}-api",
            api,
            environment,
            AppProcess.Backend | AppProcess.Migration,
            $"{AppContract.MigrateCommand} {AppContract.BackendCommand}"
        );
        var worker = CreateService($"{name}-worker", "worker", project);
        CreateVariables($"{name}-worker", worker, environment, AppProcess.Worker, AppContract.WorkerCommand);
        var domain = new CustomDomain(
            name,
            new CustomDomainArgs
            {
                Domain = args.Host,
                EnvironmentId = environment,
                ServiceId = api.Id,
                TargetPort = AppContract.Port,
            },
            this.Child().WithFixedName()
        );

        AliasTarget = domain.DnsRecordValue;
        Proof = new DomainProof(
            domain.VerificationHostLabel.ApplyIfPresent(
                "The name of Railway's proof",
                label => label.EndsWith(args.Domain, StringComparison.Ordinal) ? label : $"{label}.{args.Domain}",
                missing: $"_railway-verify.{args.Host}"
            ),
            domain.VerificationRecordValue
        );
        RegisterOutputs();
    }

    /// <summary>Railway's host name of the backend: the target of the CNAME record of the backend's own name.</summary>
    [Output("aliasTarget")]
    public Output<string> AliasTarget { get; private set; }

    /// <inheritdoc/>
    public DomainProof? Proof { get; }

    private Project CreateProject(string name)
    {
        var project = new ProjectArgs
        {
            Name = this.args.PhysicalName,
            Private = true,
            HasPrDeploys = false,
            DefaultEnvironment = new ProjectDefaultEnvironmentArgs { Name = this.args.PhysicalName },
        };
        if (this.args.WorkspaceId is { } workspace)
            project.WorkspaceId = workspace;
        return new Project(name, project, this.ProtectedChild(this.args.Protection).WithFixedName());
    }

    private Service CreateService(string name, string role, Project project)
    {
        var service = new ServiceArgs
        {
            Name = $"{this.args.PhysicalName}-{role}",
            ProjectId = project.Id,
            SourceImage = this.args.Image,
            Regions = new ServiceRegionArgs { Region = Region, NumReplicas = 1 },
        };
        if (this.args.Registry is { } registry)
        {
            service.SourceImageRegistryUsername = registry.Username;
            service.SourceImageRegistryPassword = registry.Token;
        }
        return new Service(name, service, this.Child().WithFixedName());
    }

    // One collection: each separate variable would trigger one more deployment.
    private void CreateVariables(string name, Service service, Output<string> environment, AppProcess process, string command) =>
        _ = new VariableCollection(
            name,
            new VariableCollectionArgs
            {
                EnvironmentId = environment,
                ServiceId = service.Id,
                Variables = this
                    .args.Variables.For(process, command)
                    .OrderBy(variable => variable.Key, StringComparer.Ordinal)
                    .Select(variable => new VariableCollectionVariableArgs { Name = variable.Key, Value = variable.Value })
                    .ToArray(),
            },
            this.Child().WithFixedName()
        );
}
