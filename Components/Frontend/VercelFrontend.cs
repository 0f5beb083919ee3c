using PmCrm.Components.Common;
using Pulumi;
using Pulumiverse.Vercel;
using Pulumiverse.Vercel.Inputs;

namespace PmCrm.Components.Frontend;

/// <summary>
/// The frontend's project at Vercel: the regions of its functions, its variables, among them the backend's URL, and its host names. The
/// response headers are in the <c>vercel.json</c> that <see cref="VercelConfig"/> writes, as the provider has no setting for them.
/// </summary>
/// <example><c>examples/VercelFrontendExample.cs</c></example>
public sealed class VercelFrontend : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:frontend:VercelFrontend";

    private static readonly string[] Targets = ["production", "preview"];

    private readonly VercelFrontendArgs args;
    private readonly Project project;

    /// <summary>Creates the project, its variables and its domains.</summary>
    /// <exception cref="ArgumentException">A region is outside the EU, or a secret's name would expose it to the browser.</exception>
    public VercelFrontend(string name, VercelFrontendArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        if (Problems(args) is { Count: > 0 } problems)
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(args));

        this.project = new Project(name, CreateProjectArgs(), this.Child().WithFixedName());
        CreateVariable(name, FrontendDefaults.ApiUrlVariable, args.ApiUrl);
        foreach (var (key, value) in args.Variables)
            CreateVariable(name, key, value);
        foreach (var (key, value) in args.Secrets)
            CreateVariable(name, key, Output.CreateSecret(value.ToOutput()), sensitive: true);
        var domain = CreateDomain($"{name}-domain", args.Host);
        foreach (var host in args.RedirectedHosts)
            CreateDomain($"{name}-domain-{host}", host, redirectTo: domain);

        ProjectId = this.project.Id;
        Url = Output.Format($"https://{domain.Domain}");
        RegisterOutputs();
    }

    /// <summary>Vercel's id of the project.</summary>
    [Output("projectId")]
    public Output<string> ProjectId { get; private set; }

    /// <summary>Where the frontend is reached.</summary>
    [Output("url")]
    public Output<string> Url { get; private set; }

    private static List<string> Problems(VercelFrontendArgs args) =>
        [
            .. FrontendDefaults.ProblemsWith(args.Regions),
            .. args
                .Secrets.Keys.Where(key => key.StartsWith(FrontendDefaults.PublicPrefix, StringComparison.Ordinal))
                .Select(key =>
                    $"secrets: '{key}' would be exposed to every browser; accepted: names that do not begin with {FrontendDefaults.PublicPrefix}."
                ),
        ];

    private ProjectArgs CreateProjectArgs()
    {
        var args = new ProjectArgs
        {
            Name = this.args.PhysicalName,
            Framework = "nextjs",
            NodeVersion = "22.x",
            PublicSource = false,
            // A build of a fork could otherwise read the variables.
            GitForkProtection = true,
            // Previews show work in progress, to the team only; production is public.
            VercelAuthentication = new ProjectVercelAuthenticationArgs { DeploymentType = "standard_protection_new" },
            FunctionFailover = false, // Its other regions need not be in the EU.
            ResourceConfig = new ProjectResourceConfigArgs { FunctionDefaultRegions = this.args.Regions.ToArray() },
        };
        if (this.args.TeamId is { } team)
            args.TeamId = team;
        if (this.args.RootDirectory is { } directory)
            args.RootDirectory = directory;
        if (this.args.Repository is { } repository)
            args.GitRepository = new ProjectGitRepositoryArgs
            {
                Type = "github",
                Repo = repository,
                ProductionBranch = this.args.ProductionBranch,
            };
        return args;
    }

    private void CreateVariable(string name, string key, Input<string> value, bool sensitive = false)
    {
        var args = new ProjectEnvironmentVariableArgs
        {
            ProjectId = this.project.Id,
            Key = key,
            Value = value,
            Targets = Targets,
            Sensitive = sensitive,
        };
        if (this.args.TeamId is { } team)
            args.TeamId = team;
        _ = new ProjectEnvironmentVariable($"{name}-{key}", args, this.Child().WithFixedName());
    }

    private ProjectDomain CreateDomain(string name, string host, ProjectDomain? redirectTo = null)
    {
        var args = new ProjectDomainArgs { ProjectId = this.project.Id, Domain = host };
        if (this.args.TeamId is { } team)
            args.TeamId = team;
        if (redirectTo is not null)
        {
            args.Redirect = redirectTo.Domain;
            args.RedirectStatusCode = 308;
        }
        return new ProjectDomain(name, args, this.Child().WithFixedName());
    }
}
