using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using PmCrm.App.Caching;
using PmCrm.App.Configuration;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;
using PmCrm.LocalServers;

namespace PmCrm.App.Tests.Operations;

/// <summary>
/// A Redis that requires TLS and a password, as Upstash and Memorystore do, and a backend on the given port.
/// </summary>
public sealed class CacheOverTlsTests(AppFixture app) : IClassFixture<AppFixture>, IAsyncLifetime
{
    // Contains characters that must be escaped in a URL.
    private const string Password = "planted/value+1";
    private const string Escaped = "planted%2Fvalue%2B1";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cache-tls-");
    private LocalTlsRedis? redis;

    private string Authority => Path.Combine(folder.FullName, "server.pem");

    public async ValueTask InitializeAsync()
    {
        if (LocalTlsRedis.Missing() is not null)
            return;
        WriteCertificate("server", "localhost");
        WriteCertificate("stranger", "localhost");
        redis = await LocalTlsRedis.Start(Authority, Path.Combine(folder.FullName, "server.key"), Password);
    }

    public async ValueTask DisposeAsync()
    {
        if (redis is not null)
            await redis.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Cache_reads_writes_takes_and_counts_over_TLS()
    {
        await using var cache = Connect($"rediss://default:{Escaped}@localhost:{Port}?sslrootcert={Authority}");
        await ShouldConnect(cache);
        Assert.True(await cache.Set("tls:a", "1", Lifetime));
        Assert.Equal("1", await cache.Get("tls:a"));
        Assert.Equal("1", await cache.Take("tls:a"));
        Assert.Null(await cache.Get("tls:a"));
        Assert.Equal(
            2,
            await cache.Count(
                "local n = redis.call('incrby', KEYS[1], ARGV[2]) redis.call('pexpire', KEYS[1], ARGV[1]) return n",
                "tls:n",
                Lifetime,
                2
            )
        );
    }

    [Fact]
    public async Task Server_by_its_address_is_trusted_where_only_the_authority_is_checked()
    {
        await using var cache = Connect($"rediss://default:{Escaped}@127.0.0.1:{Port}?sslmode=verify-ca&sslrootcert={Authority}");
        await ShouldConnect(cache);
    }

    [Theory]
    [InlineData("rediss://default:{0}@localhost:{1}", "an authority that the machine does not know")]
    [InlineData("rediss://default:{0}@localhost:{1}?sslrootcert={2}stranger.pem", "another authority")]
    [InlineData("rediss://default:{0}@127.0.0.1:{1}?sslrootcert={2}server.pem", "another name")]
    [InlineData("rediss://default:wrong@localhost:{1}?sslrootcert={2}server.pem", "a wrong password")]
    [InlineData("redis://default:{0}@localhost:{1}", "no TLS")]
    public async Task Server_is_not_asked_anything_for(string url, string reason)
    {
        Assert.SkipWhen(redis is null, LocalTlsRedis.Missing() ?? "");
        await using var cache = Connect(
            string.Format(
                System.Globalization.CultureInfo.InvariantCulture,
                url,
                Escaped,
                Port,
                folder.FullName + Path.DirectorySeparatorChar
            )
        );
        Assert.False(await cache.Set("tls:b", "1", Lifetime), $"the cache was written with {reason}");
        Assert.True(cache.Failures > 0);
    }

    [Fact]
    public async Task Backend_answers_on_the_port_that_the_platform_gives_with_its_cache_over_TLS()
    {
        Assert.SkipWhen(redis is null, LocalTlsRedis.Missing() ?? "");
        await using var listening = app.Listen(
            new() { [AppVariables.RedisUrl] = $"rediss://default:{Escaped}@localhost:{Port}?sslrootcert={Authority}" }
        );
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{listening.Port}") };
        string? status = null;
        using var limit = new CancellationTokenSource(ConnectLimit);
        while (status != "ok" && !limit.IsCancellationRequested)
        {
            using var response = await client.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            using var health = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            status = health.RootElement.GetProperty("status").GetString();
            await Task.Delay(PollInterval, TestContext.Current.CancellationToken);
        }
        Assert.Equal("ok", status);
    }

    private int Port
    {
        get
        {
            Assert.SkipWhen(redis is null, LocalTlsRedis.Missing() ?? "");
            return redis!.Port;
        }
    }

    private static Cache Connect(string url) => new(RedisUrl.Parse(url), NullLogger<Cache>.Instance);

    // It connects in the background; each attempt has its own time limit.
    private static async Task ShouldConnect(Cache cache)
    {
        using var limit = new CancellationTokenSource(ConnectLimit);
        while (!await cache.Ping())
        {
            Assert.False(limit.IsCancellationRequested, $"Redis did not answer within {ConnectLimit.TotalSeconds} seconds");
            await Task.Delay(PollInterval, TestContext.Current.CancellationToken);
        }
    }

    private void WriteCertificate(string name, string host)
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        using var certificate = OutsideServer.CertificateFor(key, host);
        File.WriteAllText(Path.Combine(folder.FullName, $"{name}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder.FullName, $"{name}.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
