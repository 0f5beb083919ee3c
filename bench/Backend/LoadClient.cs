using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PmCrm.Bench.Backend;

/// <summary>Requests a second, and how long they took.</summary>
/// <param name="Milliseconds">Sorted.</param>
internal sealed record Measurement(double RequestsPerSecond, double[] Milliseconds)
{
    public double Percentile(double share) => Milliseconds[Math.Min(Milliseconds.Length - 1, (int)(Milliseconds.Length * share))];
}

/// <summary>
/// Sends prepared requests over keep-alive connections, each waiting for its answer, and reads no more of an answer than where it ends: so
/// that the client's own work hides as little as possible of the server's.
/// </summary>
internal static class LoadClient
{
    private const int Connections = 16;

    /// <param name="request">The bytes of the n-th request.</param>
    /// <param name="status">What every answer must be.</param>
    /// <exception cref="InvalidOperationException">An answer was another one: what was measured means nothing.</exception>
    public static async Task<Measurement> Measure(int port, Func<int, byte[]> request, int status, TimeSpan time)
    {
        var next = 0;
        var start = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, port);
            var buffer = new byte[256 * 1024];
            var times = new List<double>();
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                var sent = Stopwatch.GetTimestamp();
                await socket.SendAsync(request(Interlocked.Increment(ref next)));
                var length = await ReadAnswer(socket, buffer);
                if (!buffer.AsSpan(9, 3).SequenceEqual(Encoding.ASCII.GetBytes($"{status}")))
                    throw new InvalidOperationException($"Expected {status}, got: {Encoding.UTF8.GetString(buffer, 0, length)}");
                times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }
            return times;
        })));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var sorted = all.SelectMany(times => times).Order().ToArray();
        return new Measurement(sorted.Length / seconds, sorted);
    }

    private static async Task<int> ReadAnswer(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (!IsWhole(buffer.AsSpan(0, length)))
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            if (read == 0) throw new InvalidOperationException("The server closed the connection.");
            length += read;
        }
        return length;
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var header = answer[..end];
        var at = header.IndexOf("Content-Length: "u8);
        if (at < 0) return answer.EndsWith("0\r\n\r\n"u8);
        var digits = header[(at + 16)..];
        var line = digits.IndexOf((byte)'\r');
        return answer.Length >= end + 4 + int.Parse(line < 0 ? digits : digits[..line], provider: null);
    }
}
