using System.Globalization;
using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Upstash;

namespace PmCrm.Components.Cache;

/// <summary>Redis at Upstash: global, with its primary in the EU and no replica elsewhere, reached by TLS only.</summary>
/// <remarks>
/// Upstash creates global databases only (pulumi-upstash, issue 35). The provider reads an omitted argument back with another value, which
/// would change or replace the database at the next update. So every argument is set (terraform-provider-upstash 2.0.1,
/// upstash/redis/database). A refresh fails when the database no longer exists at Upstash: remove it from the state.
/// </remarks>
/// <example><c>examples/UpstashRedisExample.cs</c></example>
public sealed class UpstashRedis : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:cache:UpstashRedis";

    /// <summary>Upstash in Frankfurt.</summary>
    public const string Frankfurt = "eu-central-1";

    /// <summary>
    /// Upstash's regions in the European Union that its API accepts for a primary (upstash/docs, devops/developer-api/openapi.yml,
    /// <c>primary_region</c>, and redis/features/globaldatabase.mdx): Frankfurt and Ireland. London is outside. Belgium is at Google Cloud,
    /// and the provider makes databases at AWS only.
    /// </summary>
    public static readonly IReadOnlyList<string> Regions = [Frankfurt, "eu-west-1"];

    /// <summary>Creates the database.</summary>
    /// <exception cref="ArgumentException">The region is outside the EU, or the budget is not above 0.</exception>
    public UpstashRedis(string name, UpstashRedisArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        if (!Regions.Contains(args.PrimaryRegion))
            throw new ArgumentException(
                $"primaryRegion: '{args.PrimaryRegion}' is not an Upstash region in the European Union; accepted: {string.Join(", ", Regions)}.",
                nameof(args)
            );
        ArgumentOutOfRangeException.ThrowIfLessThan(args.MonthlyBudgetDollars, 1, nameof(args));
        var database = new RedisDatabase(
            name,
            new RedisDatabaseArgs
            {
                DatabaseName = args.PhysicalName,
                Region = "global",
                PrimaryRegion = args.PrimaryRegion,
                // If omitted, the provider plans false and reads true, and the next update replaces the database.
                Tls = true,
                // Upstash reports this for paid databases; with false, every update would show a difference.
                Multizone = true,
                // Rate limits and one-time states need keys that stay until they expire.
                Eviction = false,
                AutoScale = false,
                Budget = args.MonthlyBudgetDollars,
            },
            this.ProtectedChild(args.Protection).WithFixedName()
        );
        ConnectionUrl = Output.CreateSecret(
            Output.Format(
                $"rediss://default:{UrlSecret.Escape(database.Password, "The password of the cache")}@{database.Endpoint}:{database.Port.Apply(port => port.ToString(CultureInfo.InvariantCulture))}"
            )
        );
        DatabaseId = database.DatabaseId;
        RegisterOutputs();
    }

    /// <summary>Secret. <c>rediss://</c> URL for the application; the server's certificate is of a public authority.</summary>
    [Output("connectionUrl")]
    public Output<string> ConnectionUrl { get; private set; }

    /// <summary>Upstash's id of the database, by which it is imported.</summary>
    [Output("databaseId")]
    public Output<string> DatabaseId { get; private set; }
}
