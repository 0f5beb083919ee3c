using Google.Protobuf;

namespace Pulumirpc;

/// <summary>Parses messages of the protocol.</summary>
internal static class ProtocolMessage
{
    /// <summary>
    /// Maximum nesting of messages. One level of an object of the program is three of messages (Struct, map entry, Value), so that
    /// Google.Protobuf's own limit of 100 refuses objects of 34 levels, which custom resource definitions have: pulumi/pulumi#4224,
    /// pulumi/pulumi-dotnet#628. The official SDK's Google.Protobuf has this limit (pulumi/protobuf v3.27.3,
    /// CodedInputStream.DefaultRecursionLimit).
    /// </summary>
    private const int MaxNesting = 1000;

    /// <summary>About how many levels an object of the program may have.</summary>
    public const int MaxLevels = MaxNesting / 3 - 1;

    /// <param name="offset">Where the message starts; it ends at the end of <paramref name="bytes"/>.</param>
    /// <exception cref="InvalidProtocolBufferException">The bytes are no such message, or it is nested too deeply.</exception>
    public static T Parse<T>(MessageParser<T> parser, byte[] bytes, int offset = 0)
        where T : IMessage<T>
    {
        using var stream = new MemoryStream(bytes, offset, bytes.Length - offset, writable: false);
        using var input = CodedInputStream.CreateWithLimits(stream, int.MaxValue, MaxNesting);
        return parser.ParseFrom(input);
    }
}
