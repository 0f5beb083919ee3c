using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;

namespace PmCrm.App.Configuration;

/// <summary>
/// redis://[user][:password]@host[:port][/database], or rediss:// for TLS. TLS always verifies the server's certificate: <c>sslrootcert</c>
/// is a file with the authority to trust instead of the machine's authorities. <c>sslmode=verify-ca</c> does not check the host name, for
/// managed servers with only an address (default <c>verify-full</c>).
/// </summary>
public sealed record RedisUrl(ConfigurationOptions Configuration)
{
    /// <exception cref="FormatException">Describes the error without quoting the URL.</exception>
    public static RedisUrl Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("redis" or "rediss") || url.Host.Length == 0)
            throw new FormatException("must be a URL like redis://user:password@host:6379 or rediss:// for TLS");
        var tls = url.Scheme == "rediss";
        var user = url.UserInfo.Split(':', 2);
        var configuration = new ConfigurationOptions
        {
            EndPoints = { { url.Host.Trim('[', ']'), url.Port > 0 ? url.Port : 6379 } },
            User = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : null,
            DefaultDatabase = Database(url.AbsolutePath),
            Ssl = tls,
            SslHost = tls ? url.Host : null,
            ClientName = "pmcrm",
            // Redis may be down at the start and come back later; the process serves requests without it.
            AbortOnConnectFail = false,
            ConnectTimeout = 2000,
            AsyncTimeout = 500,
            SyncTimeout = 500,
            // While Redis is down, a command fails at once instead of waiting in a queue.
            BacklogPolicy = BacklogPolicy.FailFast,
            ReconnectRetryPolicy = new LinearRetry(1000),
        };
        string? authority = null;
        var checkHost = true;
        foreach (var (name, value) in QueryString.Parse(url.Query))
        {
            switch (name)
            {
                case "sslrootcert" when tls:
                    authority = File.Exists(value) ? value : throw new FormatException("sslrootcert names a file that does not exist");
                    break;
                case "sslmode" when tls:
                    checkHost = value switch
                    {
                        "verify-full" => true,
                        "verify-ca" => false,
                        _ => throw new FormatException("sslmode must be verify-ca or verify-full"),
                    };
                    break;
                default:
                    throw new FormatException(
                        $"has an unknown parameter \"{name}\": known, with rediss:// only, are sslmode and sslrootcert"
                    );
            }
        }
        if (authority is not null || !checkHost)
            configuration.CertificateValidation += (_, certificate, _, errors) => Verify(certificate, errors, authority, checkHost);
        return new RedisUrl(configuration);
    }

    private static int Database(string path)
    {
        var text = path.Trim('/');
        if (text.Length == 0)
            return 0;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1024
            ? number
            : throw new FormatException("names a database that is not a number");
    }

    private static bool Verify(X509Certificate? certificate, SslPolicyErrors errors, string? authority, bool checkHost)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return false;
        if (checkHost && errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return false;
        if (authority is null)
            return !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors);

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(authority);
        // A private authority publishes no revocation list that a pod could read.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var server = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(server);
    }
}
