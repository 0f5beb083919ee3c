using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using PmCrm.App.Configuration;
using PmCrm.App.Data;

namespace PmCrm.App.Tests.Data;

/// <summary>The first bytes that a new connection sends to the database server.</summary>
public sealed class ConnectionTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// After its length, the first message has a code: SSLRequest's, or version 3.0 of the protocol (PostgreSQL documentation, "Message
    /// Formats"). The driver used to close its first connection without a byte, see <see cref="PostgresUrl"/>.
    /// </summary>
    [Theory]
    [InlineData("sslmode=verify-full", 80877103)]
    [InlineData("sslmode=prefer", 80877103)]
    [InlineData("sslmode=disable", 196608)]
    public async Task A_connection_is_opened_once_and_asks_for_no_encryption_but_TLS(string parameters, int code)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        await using var source = DataSource.Create(PostgresUrl.Parse($"postgresql://someone@127.0.0.1:{port}/pmcrm?{parameters}"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(Timeout);

        var opening = source.OpenConnectionAsync(stop.Token).AsTask();
        using var client = await server.AcceptTcpClientAsync(stop.Token);
        var message = new byte[8];
        await client.GetStream().ReadExactlyAsync(message, stop.Token);

        Assert.Equal(code, BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(4)));
        client.Close();
        await Assert.ThrowsAsync<NpgsqlException>(() => opening);
    }
}
