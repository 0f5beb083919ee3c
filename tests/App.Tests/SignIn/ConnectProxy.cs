using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PmCrm.App.Tests.SignIn;

/// <summary>An HTTP proxy whose CONNECT (RFC 9110, 9.3.6) leads to one port on loopback, for any requested host.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task> tunnels = [];
    private readonly int target;
    private readonly Task accepting;

    public ConnectProxy(int target)
    {
        this.target = target;
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(tunnels);
        stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                tunnels.Add(Tunnel(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (OperationCanceledException)
        {
            // Disposed of.
        }
    }

    private async Task Tunnel(TcpClient client)
    {
        using var _ = client;
        using var server = new TcpClient();
        try
        {
            var stream = client.GetStream();
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, stop.Token) == 1)
                head.Append((char)one[0]);
            Assert.StartsWith("CONNECT ", head.ToString(), StringComparison.Ordinal);
            await server.ConnectAsync(IPAddress.Loopback, target, stop.Token);
            await stream.WriteAsync("HTTP/1.1 200 Connected\r\n\r\n"u8.ToArray(), stop.Token);
            var there = server.GetStream();
            await Task.WhenAny(stream.CopyToAsync(there, stop.Token), there.CopyToAsync(stream, stop.Token));
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // One of the two sides disconnected, or this proxy was disposed.
        }
    }
}
