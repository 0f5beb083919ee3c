using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PmCrm.Bench.Backend;

/// <summary>The result of a round.</summary>
/// <param name="ProcessorMicroseconds">CPU time of the server's process per request, user and system.</param>
/// <param name="Milliseconds">The time of each request.</param>
internal sealed record Measurement(double RequestsPerSecond, double ProcessorMicroseconds, List<double> Milliseconds);

/// <summary>
/// Sends prepared requests over keep-alive connections, and waits for each answer. It parses an answer only to find its end, so that the
/// client's own work affects the measurement as little as possible.
/// </summary>
internal static class LoadClient
{
    private const int Connections = 16;

    /// <summary>Waits until the backend that listens on the port is ready.</summary>
    public static async Task Ready(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync("GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        await Expect(socket, new byte[16 * 1024], 200);
    }

    /// <summary>Sends one request repeatedly over one connection.</summary>
    /// <returns>The time of each, in milliseconds.</returns>
    public static async Task<List<double>> Repeat(int port, byte[] request, int count)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var buffer = new byte[1024 * 1024];
        var times = new List<double>();
        for (var i = 0; i < count; i++)
        {
            var sent = Stopwatch.GetTimestamp();
            await socket.SendAsync(request);
            await Expect(socket, buffer, 200);
            times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }
        return times;
    }

    /// <param name="process">The server's process id.</param>
    /// <param name="request">Returns the bytes of the n-th request.</param>
    /// <param name="status">The expected status of every answer.</param>
    /// <exception cref="InvalidOperationException">An answer had another status, so the measurement is not valid.</exception>
    public static async Task<Measurement> Measure(int port, int process, Func<int, byte[]> request, int status, TimeSpan time)
    {
        var next = 0;
        using var server = Process.GetProcessById(process);
        var spent = server.TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(
            Enumerable
                .Range(0, Connections)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                        await socket.ConnectAsync(IPAddress.Loopback, port);
                        var buffer = new byte[256 * 1024];
                        var times = new List<double>();
                        while (Stopwatch.GetElapsedTime(start) < time)
                        {
                            var sent = Stopwatch.GetTimestamp();
                            await socket.SendAsync(request(Interlocked.Increment(ref next)));
                            await Expect(socket, buffer, status);
                            times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                        }
                        return times;
                    })
                )
        );
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        server.Refresh();
        var taken = all.SelectMany(times => times).ToList();
        return new Measurement(taken.Count / seconds, (server.TotalProcessorTime - spent).TotalMicroseconds / taken.Count, taken);
    }

    private static async Task Expect(Socket socket, byte[] buffer, int status)
    {
        var length = await ReadAnswer(socket, buffer);
        if (!Utf8Parser.TryParse(buffer.AsSpan(9, 3), out int answered, out _) || answered != status)
            throw new InvalidOperationException($"Expected {status}, got: {Encoding.UTF8.GetString(buffer, 0, length)}");
    }

    private static async Task<int> ReadAnswer(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (!IsWhole(buffer.AsSpan(0, length)))
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            if (read == 0)
                throw new InvalidOperationException("The server closed the connection.");
            length += read;
        }
        return length;
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var header = answer[..end];
        var at = header.IndexOf("Content-Length: "u8);
        if (at < 0)
            return answer.EndsWith("0\r\n\r\n"u8);
        var digits = header[(at + 16)..];
        var line = digits.IndexOf((byte)'\r');
        return answer.Length >= end + 4 + int.Parse(line < 0 ? digits : digits[..line], provider: null);
    }
}
