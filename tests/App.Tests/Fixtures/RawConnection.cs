using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>
/// A connection that a test reads and writes byte by byte: what an HTTP client of the framework never does, such as reading slowly, sending
/// several requests at once, or leaving in the middle. Every wait ends after <see cref="Timeout"/>.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>In bytes. Small, so that a client that does not read blocks the server's writes.</summary>
    private const int ReceiveBuffer = 8 * 1024;

    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = ReceiveBuffer };
    private readonly byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;

    public static async Task<RawConnection> Open(int port)
    {
        var connection = new RawConnection();
        using var limit = new CancellationTokenSource(Timeout);
        await connection.socket.ConnectAsync(IPAddress.Loopback, port, limit.Token);
        return connection;
    }

    public static string Get(string path, Person person) =>
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {person.Tokens.AccessToken}\r\n\r\n";

    public async Task Send(string text)
    {
        using var limit = new CancellationTokenSource(Timeout);
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), limit.Token);
    }

    /// <summary>Shuts down the sending side; responses can still be read.</summary>
    public void EndSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Aborts the connection: the server sees a reset.</summary>
    public void Abandon() => socket.Close(0);

    public void Dispose() => socket.Dispose();

    /// <summary>The answer's status and header fields.</summary>
    /// <returns>Null if the server closed the connection first.</returns>
    public async Task<(int Status, Dictionary<string, string> Fields)?> ReadHead()
    {
        if (await ReadLine() is not { } status)
            return null;
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLine() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            fields[line[..colon]] = line[(colon + 1)..].Trim();
        }
        return (int.Parse(status.Split(' ')[1], provider: null), fields);
    }

    /// <summary>Reads a whole response and counts the bytes of its body.</summary>
    /// <param name="slowly">Whether to read the body in many small pieces.</param>
    /// <returns>Null if the server closed the connection before the end of the response.</returns>
    public async Task<(int Status, long Size)?> ReadAnswer(bool slowly = false)
    {
        if (await ReadHead() is not { } head)
            return null;
        if (!head.Fields.TryGetValue("Transfer-Encoding", out _))
        {
            var length = head.Fields.TryGetValue("Content-Length", out var text) ? long.Parse(text, provider: null) : 0;
            return await Skip(length, slowly) ? (head.Status, length) : null;
        }
        for (long size = 0; ; )
        {
            if (await ReadLine() is not { } line)
                return null;
            var chunk = Convert.ToInt64(line, 16);
            if (!await Skip(chunk, slowly) || await ReadLine() is null)
                return null;
            if (chunk == 0)
                return (head.Status, size);
            size += chunk;
        }
    }

    private async Task<bool> Skip(long count, bool slowly)
    {
        while (count > 0)
        {
            if (start == end && !await Fill(slowly ? 997 : buffer.Length))
                return false;
            var taken = (int)Math.Min(count, end - start);
            start += taken;
            count -= taken;
        }
        return true;
    }

    private async Task<string?> ReadLine()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (start == end && !await Fill(buffer.Length))
                return null;
            var c = (char)buffer[start++];
            if (c == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append(c);
        }
    }

    private async Task<bool> Fill(int most)
    {
        using var limit = new CancellationTokenSource(Timeout);
        start = 0;
        end = await socket.ReceiveAsync(buffer.AsMemory(0, most), limit.Token);
        return end > 0;
    }
}
