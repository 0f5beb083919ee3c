using System.Globalization;

namespace PmCrm.LocalServers;

/// <summary>
/// This machine's Redis, which accepts only TLS and a password, as managed servers do. It is not a container, because it reads its
/// certificate from files of this machine.
/// </summary>
public sealed class LocalTlsRedis : IAsyncDisposable
{
    private readonly ChildProcess process;

    private LocalTlsRedis(ChildProcess process, int port) => (this.process, Port) = (process, port);

    /// <summary>Loopback port; it accepts only TLS.</summary>
    public int Port { get; }

    /// <summary>Why it cannot be started on this machine, or null if it can.</summary>
    public static string? Missing() =>
        InstalledRedis.Find() is null ? "Redis is not installed (on Debian: apt-get install redis-server)" : null;

    /// <summary>Starts one.</summary>
    /// <param name="certificate">File with the server's certificate, PEM.</param>
    /// <param name="key">File with its private key, PEM.</param>
    /// <param name="password">The password of the user <c>default</c>.</param>
    /// <exception cref="InvalidOperationException">Redis is not installed, or it did not start.</exception>
    public static async Task<LocalTlsRedis> Start(string certificate, string key, string password)
    {
        var port = ChildProcess.FreePort();
        var process = await ChildProcess.Start(
            InstalledRedis.Find() ?? throw new InvalidOperationException(Missing()),
            [
                "--port",
                "0",
                "--tls-port",
                port.ToString(CultureInfo.InvariantCulture),
                "--bind",
                "127.0.0.1",
                "--tls-cert-file",
                certificate,
                "--tls-key-file",
                key,
                "--tls-ca-cert-file",
                certificate,
                "--tls-auth-clients",
                "no",
                "--requirepass",
                password,
                "--dir",
                Path.GetTempPath(),
                .. LocalRedis.Settings,
            ],
            LocalRedis.Ready
        );
        return new LocalTlsRedis(process, port);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
