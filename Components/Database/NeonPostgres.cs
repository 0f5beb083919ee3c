using System.Globalization;
using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Neon;
using Pulumi.Neon.Inputs;

namespace PmCrm.Components.Database;

/// <summary>PostgreSQL 16 at Neon in the EU, with history for a restore to any point in time, behind Neon's pooler and directly.</summary>
/// <remarks>
/// The project creates its branch, role and database. A change of those, of region, version or organization would replace the project and
/// its data, so the project is protected and changes of those properties are ignored once it exists (terraform-provider-neon 0.15.0,
/// internal/provider/resource_project.go). The provider has no setting for Neon's own deletion protection. It treats a deletion that Neon
/// refuses as done: check Neon's console afterwards. Pass the provider's key as a secret: the bridged provider does not mark it.
/// </remarks>
/// <example><c>examples/NeonPostgresExample.cs</c></example>
public sealed class NeonPostgres : ComponentResource, IPostgresUrls
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:database:NeonPostgres";

    /// <summary>Neon in Frankfurt.</summary>
    public const string Frankfurt = "aws-eu-central-1";

    /// <summary>Neon's region in the European Union; London is outside (https://neon.com/docs/introduction/regions).</summary>
    public static readonly IReadOnlyList<string> Regions = [Frankfurt];

    /// <summary>The longest history of Neon's plans.</summary>
    public static readonly TimeSpan MaxHistory = TimeSpan.FromDays(30);

    private const double PostgresVersion = 16;

    /// <summary>The provider's word for true; it refuses <c>true</c> here.</summary>
    private const string Yes = "yes";

    /// <summary>Creates the project with branch, role and database.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message lists all that are.</exception>
    public NeonPostgres(string name, NeonPostgresArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        if (Problems(args) is { Count: > 0 } problems)
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(args));
        var projectOptions = this.ProtectedChild(args.Protection);
        // A change of any of these would replace the project and its data.
        projectOptions.IgnoreChanges = ["branch", "regionId", "pgVersion", "orgId"];
        // All are secrets; the provider marks only some of them.
        projectOptions.AdditionalSecretOutputs = ["connectionUri", "connectionUriPooler", "databasePassword"];
        var project = new Project(
            name,
            new ProjectArgs
            {
                Name = args.PhysicalName,
                OrgId = args.OrganizationId,
                RegionId = args.Region,
                PgVersion = PostgresVersion,
                Branch = new ProjectBranchArgs
                {
                    Name = "main",
                    DatabaseName = args.DatabaseName,
                    RoleName = args.DatabaseName,
                },
                // If omitted, the provider sends one day, which the smallest plan refuses.
                HistoryRetentionSeconds = args.History.TotalSeconds,
                DefaultBranchProtected = true,
                DefaultEndpointSettings = new ProjectDefaultEndpointSettingsArgs
                {
                    AutoscalingLimitMinCu = args.MinComputeUnits,
                    AutoscalingLimitMaxCu = args.MaxComputeUnits,
                },
                // Without it Neon does not return the password.
                StorePassword = Yes,
            },
            projectOptions
        );
        ConnectionUrl = Url(
            project,
            project.DatabaseHostPooler,
            $"&pgbouncer=true&connection_limit={args.PoolSize.ToString(CultureInfo.InvariantCulture)}"
        );
        DirectUrl = Url(project, project.DatabaseHost, "&application_name=pmcrm-migration");
        ProjectId = project.Id;
        BranchId = project.DefaultBranchId;
        RegisterOutputs();
    }

    /// <inheritdoc/>
    [Output("connectionUrl")]
    public Output<string> ConnectionUrl { get; private set; }

    /// <inheritdoc/>
    [Output("directUrl")]
    public Output<string> DirectUrl { get; private set; }

    /// <summary>Neon's id of the project.</summary>
    [Output("projectId")]
    public Output<string> ProjectId { get; private set; }

    /// <summary>Neon's id of the branch that holds the data, which a restore starts from.</summary>
    [Output("branchId")]
    public Output<string> BranchId { get; private set; }

    private static List<string> Problems(NeonPostgresArgs args)
    {
        var problems = new List<string>();
        if (!Regions.Contains(args.Region))
            problems.Add($"region: '{args.Region}' is not a Neon region in the European Union; accepted: {string.Join(", ", Regions)}.");
        if (args.History < TimeSpan.FromHours(1) || args.History > MaxHistory)
            problems.Add($"history: {args.History} is not from an hour to {MaxHistory.Days} days, which is what Neon's plans keep.");
        if (args.MinComputeUnits <= 0 || args.MinComputeUnits > args.MaxComputeUnits)
            problems.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"computeUnits: {args.MinComputeUnits} to {args.MaxComputeUnits} is not a range above 0."
                )
            );
        if (args.PoolSize < 1)
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"poolSize: {args.PoolSize} is not above 0."));
        return problems;
    }

    // Built from its parts: Neon's own URLs do not escape the password and do not verify the server.
    private static Output<string> Url(Project project, Output<string> host, string more) =>
        Output.CreateSecret(
            Output.Format(
                $"postgresql://{project.DatabaseUser}:{UrlSecret.Escape(project.DatabasePassword, "The password of the database")}@{host}:5432/{project.DatabaseName}?sslmode=verify-full{more}"
            )
        );
}
