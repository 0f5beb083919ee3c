using System.Globalization;
using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Random;
using Pulumi.Supabase;

namespace PmCrm.Components.Database;

/// <summary>PostgreSQL at Supabase in the EU, behind its pooler in transaction mode and, for migrations, in session mode.</summary>
/// <remarks>
/// The direct host of a project has an IPv6 address only, which Render and Railway do not reach; the pooler's port 5432 keeps a session,
/// which is what migrations need (https://supabase.com/docs/guides/database/connecting-to-postgres). The project gets Supabase's newest
/// PostgreSQL, because the provider has no version setting. A change of region or organization is refused at the update
/// (terraform-provider-supabase 1.10.1, internal/provider/project_resource.go); a project that was deleted by hand stays in the state; when
/// a creation fails after the project exists, the project is not in the state but is billed.
/// </remarks>
/// <example><c>examples/SupabasePostgresExample.cs</c></example>
public sealed class SupabasePostgres : ComponentResource, IPostgresUrls
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:database:SupabasePostgres";

    /// <summary>Supabase in Frankfurt.</summary>
    public const string Frankfurt = "eu-central-1";

    /// <summary>
    /// Regions in the European Union in which a project can be created (supabase/cli, apps/cli-go/pkg/api/types.gen.go,
    /// V1CreateProjectBodyRegion; https://supabase.com/docs/guides/platform/regions): Frankfurt, Stockholm, Ireland, Paris. London and
    /// Zurich are outside.
    /// </summary>
    public static readonly IReadOnlyList<string> Regions = [Frankfurt, "eu-north-1", "eu-west-1", "eu-west-3"];

    private const int TransactionPort = 6543;
    private const int SessionPort = 5432;
    private const int PasswordLength = 32;

    /// <summary>Creates the project.</summary>
    /// <exception cref="ArgumentException">The region is outside the EU.</exception>
    public SupabasePostgres(string name, SupabasePostgresArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        if (!Regions.Contains(args.Region))
            throw new ArgumentException(
                $"region: '{args.Region}' is not a Supabase region in the European Union; accepted: {string.Join(", ", Regions)}.",
                nameof(args)
            );
        var password = new RandomPassword(
            $"{name}-password-{args.PasswordVersion.ToString(CultureInfo.InvariantCulture)}",
            new RandomPasswordArgs { Length = PasswordLength, Special = false },
            this.Child()
        );
        var projectOptions = this.ProtectedChild(args.Protection).WithFixedName();
        // The provider refuses a change of either.
        projectOptions.IgnoreChanges = ["region", "organizationId"];
        var project = new Project(
            name,
            new ProjectArgs
            {
                Name = args.PhysicalName,
                OrganizationId = args.OrganizationSlug,
                Region = args.Region,
                InstanceSize = args.InstanceSize,
                DatabasePassword = password.Result,
                LegacyApiKeysEnabled = false,
            },
            projectOptions
        );
        var host = args.PoolerHost ?? DefaultPoolerHost(args.Region);
        ConnectionUrl = Url(
            project,
            password,
            host,
            TransactionPort,
            $"&pgbouncer=true&connection_limit={args.PoolSize.ToString(CultureInfo.InvariantCulture)}"
        );
        DirectUrl = Url(project, password, host, SessionPort, "&application_name=pmcrm-migration");
        ProjectId = project.Id;
        RegisterOutputs();
    }

    /// <inheritdoc/>
    [Output("connectionUrl")]
    public Output<string> ConnectionUrl { get; private set; }

    /// <inheritdoc/>
    [Output("directUrl")]
    public Output<string> DirectUrl { get; private set; }

    /// <summary>Supabase's reference of the project.</summary>
    [Output("projectId")]
    public Output<string> ProjectId { get; private set; }

    /// <summary>
    /// Pooler of a region's first cluster. Newer projects are on <c>aws-1-…</c>. Only the project's page "Connect" shows which: the
    /// resource has no host output, and the pooler of another cluster answers "Tenant or user not found"
    /// (https://supabase.com/docs/guides/database/connecting-to-postgres).
    /// </summary>
    /// <param name="region">One of <see cref="Regions"/>.</param>
    public static string DefaultPoolerHost(string region) => $"aws-0-{region}.pooler.supabase.com";

    // Encrypted but not verified: Supabase's own CA signs the server's certificate, and it is in no system trust store.
    private static Output<string> Url(Project project, RandomPassword password, string host, int port, string more) =>
        Output.CreateSecret(
            Output.Format(
                $"postgresql://postgres.{project.Id}:{UrlSecret.Escape(password.Result, "The password of the database")}@{host}:{port}/postgres?sslmode=require{more}"
            )
        );
}
