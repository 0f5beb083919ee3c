using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace Pulumirpc;

/// <summary>
/// One gRPC message in a body: a byte that tells whether it is compressed, four of length, big-endian, and the message (gRPC over HTTP/2,
/// "Length-Prefixed-Message"). The four ends of the protocol, engine and program, each as client and as server, use it.
/// </summary>
internal static class GrpcFrame
{
    private const int HeaderSize = 5;

    public static byte[] Of(IMessage message)
    {
        var frame = new byte[HeaderSize + message.CalculateSize()];
        Write(frame, message);
        return frame;
    }

    /// <summary>Writes the message to a response that has started.</summary>
    public static void Write(IBufferWriter<byte> body, IMessage message)
    {
        var size = HeaderSize + message.CalculateSize();
        Write(body.GetSpan(size)[..size], message);
        body.Advance(size);
    }

    /// <summary>The message of a body that has been read to its end, or null where the body holds none, as of a call that failed.</summary>
    /// <exception cref="InvalidDataException">The message is compressed, or shorter than it says.</exception>
    public static T? Read<T>(byte[] body, MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        if (body.Length == 0)
            return null;
        if (body.Length < HeaderSize || LengthIn(body) != body.Length - HeaderSize)
            throw new InvalidDataException($"a body of {body.Length} bytes is no whole gRPC message");
        return ProtocolMessage.Parse(parser, body, HeaderSize);
    }

    /// <summary>The bytes of the one message of a request.</summary>
    /// <exception cref="InvalidDataException">The message is compressed.</exception>
    /// <exception cref="EndOfStreamException">The body ends before the message does.</exception>
    public static async Task<byte[]> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderSize];
        await body.ReadExactlyAsync(header, cancellationToken).ConfigureAwait(false);
        var message = new byte[LengthIn(header)];
        await body.ReadExactlyAsync(message, cancellationToken).ConfigureAwait(false);
        return message;
    }

    private static void Write(Span<byte> frame, IMessage message)
    {
        frame[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(frame[1..], frame.Length - HeaderSize);
        message.WriteTo(frame[HeaderSize..]);
    }

    private static int LengthIn(ReadOnlySpan<byte> frame) =>
        frame[0] == 0
            ? BinaryPrimitives.ReadInt32BigEndian(frame[1..])
            : throw new InvalidDataException("compressed gRPC messages are not supported");
}
