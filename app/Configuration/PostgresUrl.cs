using System.Globalization;
using Npgsql;

namespace PmCrm.App.Configuration;

/// <summary>
/// A postgresql:// URL in libpq's format (PostgreSQL documentation, "Connection URIs"); only the parameters that this program needs.
/// <c>sslmode</c> sets the encryption; <c>verify-ca</c> and <c>verify-full</c> check the server's certificate against <c>sslrootcert</c>, a
/// file with the authority's certificate, or without it against the machine's authorities.
/// </summary>
public sealed record PostgresUrl(string ConnectionString)
{
    /// <summary>Maximum number of connections of one process; the platform multiplies it by the number of pods.</summary>
    public const int DefaultPoolSize = 20;

    private const string PoolerParameter = "pgbouncer";

    /// <summary>
    /// Whether the URL uses a pooler in transaction mode. Migrations cannot use one, because their lock belongs to a session.
    /// </summary>
    public bool IsPooled
    {
        get
        {
            var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
            // Neon's pooled host is the direct host with this suffix on its first label.
            return builder.NoResetOnClose || builder.Host!.Split('.')[0].EndsWith("-pooler", StringComparison.Ordinal);
        }
    }

    /// <exception cref="FormatException">Describes the error without quoting the URL.</exception>
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
            // In seconds: how long a request waits for a pooled or a new connection before it gets 503.
            Timeout = 5,
            CommandTimeout = 15,
            // Frequent statements are parsed and planned once per connection.
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            // Detects within half a minute that the server of an idle connection is gone.
            KeepAlive = 30,
            // Only sslmode decides on encryption. Npgsql prefers GSSAPI, which DataSource does not include: without this, each connection
            // fails there and is opened a second time (npgsql 10.0.3: NpgsqlConnector.OpenCore, IntegratedSecurityHandler.GSSEncrypt).
            GssEncryptionMode = GssEncryptionMode.Disable,
        };
        foreach (var (name, value) in QueryString.Parse(url.Query))
            Apply(builder, name, value);
        return new PostgresUrl(builder.ConnectionString);
    }

    /// <summary>The same database for statements that read all of it; on another server if one is given.</summary>
    /// <param name="host">Host name or address of a clone or a replica, or null.</param>
    /// <param name="certificate">File with the certificate of that server's authority, or null to use the one in the URL.</param>
    public PostgresUrl ForReading(string? host, string? certificate)
    {
        // No time limit for a statement; the caller cancels it.
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
            // Prisma's name for it (prisma.io/docs, "Configure Prisma Client with PgBouncer"), so that frontend and backend can use the
            // same URL. Each transaction may run in another session, so no state may be kept in a session.
            case PoolerParameter:
                if (value is not ("true" or "false"))
                    throw new FormatException($"{PoolerParameter} must be true or false");
                if (value == "true")
                {
                    // No DISCARD ALL: the pooler would run it in another client's session (npgsql.org/doc/compatibility.html).
                    builder.NoResetOnClose = true;
                    builder.MaxAutoPrepare = 0;
                }
                break;
            case "connection_limit":
                builder.MaxPoolSize = Number(name, value, 1, 500);
                break;
            default:
                // The parameter's name is not secret; ignoring a misspelled "sslmodes" would mean an unencrypted connection.
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
