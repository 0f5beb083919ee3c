using System.Globalization;
using Npgsql;

namespace PmCrm.App.Configuration;

/// <summary>
/// A postgresql:// URL as libpq reads it (PostgreSQL documentation, "Connection URIs"), as far as this program needs.
/// Encryption follows <c>sslmode</c>; <c>verify-ca</c> and <c>verify-full</c> check the server against <c>sslrootcert</c>, a file
/// with the authority's certificate, or against the machine's authorities where it is absent.
/// </summary>
public sealed record PostgresUrl(string ConnectionString)
{
    /// <summary>Connections that one process may hold; the platform multiplies it by the number of pods.</summary>
    public const int DefaultPoolSize = 20;

    private const string PoolerParameter = "pgbouncer";

    /// <summary>
    /// Whether the URL leads through a pooler in transaction mode, which migrations cannot use: their lock is a session's.
    /// </summary>
    public bool IsPooled
    {
        get
        {
            var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
            // Neon's pooled host is the direct one with this after its first label.
            return builder.NoResetOnClose || builder.Host!.Split('.')[0].EndsWith("-pooler", StringComparison.Ordinal);
        }
    }

    /// <exception cref="FormatException">Says what is wrong without quoting the URL.</exception>
    public static PostgresUrl Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("postgresql" or "postgres"))
            throw new FormatException("must be a URL like postgresql://user:password@host:5432/database");
        var user = url.UserInfo.Split(':', 2);
        var database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/'));
        if (url.Host.Length == 0)
            throw new FormatException("names no host");
        if (user[0].Length == 0)
            throw new FormatException("names no user");
        if (database.Length == 0)
            throw new FormatException("names no database");

        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host.Trim('[', ']'),
            Port = url.Port > 0 ? url.Port : 5432,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : null,
            Database = database,
            ApplicationName = "pmcrm",
            MaxPoolSize = DefaultPoolSize,
            // How long a request waits for a connection of the pool, or for a new one, before it is answered 503; in seconds.
            Timeout = 5,
            CommandTimeout = 15,
            // What runs often is parsed and planned once a connection.
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            // Finds out within half a minute that the server behind an idle connection is gone.
            KeepAlive = 30,
        };
        foreach (var (name, value) in QueryString.Parse(url.Query))
            Apply(builder, name, value);
        return new PostgresUrl(builder.ConnectionString);
    }

    /// <summary>The same database, for statements that read all of it; at another server where one is named.</summary>
    /// <param name="host">Host name or address of a clone or a replica, or null.</param>
    /// <param name="certificate">File with the certificate of that server's authority, or null for the one of the URL.</param>
    public PostgresUrl ForReading(string? host, string? certificate)
    {
        // No time limit for a statement: its caller cancels it.
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString) { CommandTimeout = 0, MaxPoolSize = 1 };
        if (host is not null)
            builder.Host = host;
        if (certificate is not null)
            builder.RootCertificate = certificate;
        return new PostgresUrl(builder.ConnectionString);
    }

    private static void Apply(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        switch (name)
        {
            case "sslmode":
                builder.SslMode = value switch
                {
                    "disable" => SslMode.Disable,
                    "allow" => SslMode.Allow,
                    "prefer" => SslMode.Prefer,
                    "require" => SslMode.Require,
                    "verify-ca" => SslMode.VerifyCA,
                    "verify-full" => SslMode.VerifyFull,
                    _ => throw new FormatException("sslmode must be disable, allow, prefer, require, verify-ca or verify-full"),
                };
                break;
            case "sslrootcert":
                if (!File.Exists(value))
                    throw new FormatException("sslrootcert names a file that does not exist");
                builder.RootCertificate = value;
                break;
            case "channel_binding":
                builder.ChannelBinding = value switch
                {
                    "disable" => ChannelBinding.Disable,
                    "prefer" => ChannelBinding.Prefer,
                    "require" => ChannelBinding.Require,
                    _ => throw new FormatException("channel_binding must be disable, prefer or require"),
                };
                break;
            case "application_name":
                builder.ApplicationName = value;
                break;
            case "connect_timeout":
                builder.Timeout = Number(name, value, 1, 60);
                break;
            // The name that Prisma gave it (prisma.io/docs, "Configure Prisma Client with PgBouncer"), so that one URL serves frontend and
            // backend: each transaction may get another session, so nothing may be kept in one.
            case PoolerParameter:
                if (value is not ("true" or "false"))
                    throw new FormatException($"{PoolerParameter} must be true or false");
                if (value == "true")
                {
                    // No DISCARD ALL, which the pooler would run on a session of somebody else's (npgsql.org/doc/compatibility.html).
                    builder.NoResetOnClose = true;
                    builder.MaxAutoPrepare = 0;
                }
                break;
            case "connection_limit":
                builder.MaxPoolSize = Number(name, value, 1, 500);
                break;
            default:
                // The name is the deployer's, not a secret; an ignored "sslmodes" would be an unencrypted connection.
                throw new FormatException(
                    $"has an unknown parameter \"{name}\": known are sslmode, sslrootcert, channel_binding, "
                        + "application_name, connect_timeout (seconds), connection_limit and pgbouncer"
                );
        }
    }

    private static int Number(string name, string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{name} must be a whole number from {least} to {most}");
}
