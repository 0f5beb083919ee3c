using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;

namespace Pulumi;

/// <summary>
/// Unary gRPC calls over plaintext HTTP/2 to an engine on this machine. The general client would take longer to start than a small
/// program runs: it balances load, retries and resolves names, none of which is needed here.
/// </summary>
/// <param name="address">host:port.</param>
internal sealed class EngineConnection(string address) : IDisposable
{
    private static readonly MediaTypeHeaderValue ContentType = new("application/grpc");

    private readonly HttpMessageInvoker http = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        }
    );

    private readonly Uri root = new($"http://{address}");

    /// <summary>Calls a method, which is named as <c>/package.Service/Method</c>.</summary>
    /// <exception cref="RpcException">The engine refused the call, or cannot be reached.</exception>
    public async Task<TResponse> CallAsync<TResponse>(string method, IMessage request, MessageParser<TResponse> parser)
        where TResponse : class, IMessage<TResponse>
    {
        var answer = await SendAsync(method, Pulumirpc.GrpcFrame.Of(request)).ConfigureAwait(false);
        try
        {
            return Pulumirpc.GrpcFrame.Read(answer, parser)
                ?? throw new RpcException(new Status(StatusCode.Internal, $"The engine answered {method} with no message."));
        }
        catch (InvalidDataException e)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"The engine's answer to {method} cannot be read: {e.Message}", e));
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<byte[]> SendAsync(string method, byte[] frame)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(root, method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame),
        };
        request.Content.Headers.ContentType = ContentType;
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        try
        {
            using var response = await http.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
            var answer = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            ThrowUnlessOk(response);
            return answer;
        }
        catch (HttpRequestException e)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"Error connecting to the engine at {address}: {e.Message}", e));
        }
        catch (IOException e)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"The connection to the engine at {address} broke: {e.Message}", e));
        }
    }

    /// <exception cref="RpcException">The status is an error, or there is none.</exception>
    private static void ThrowUnlessOk(HttpResponseMessage response)
    {
        // A call that fails at once has its status among the headers.
        var status = Find(response, "grpc-status");
        if (status == "0")
            return;
        if (!int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            throw new RpcException(
                new Status(StatusCode.Unknown, $"The engine answered HTTP {(int)response.StatusCode} without a gRPC status.")
            );
        throw new RpcException(new Status((StatusCode)code, Uri.UnescapeDataString(Find(response, "grpc-message") ?? "")));
    }

    private static string? Find(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var values) || response.Headers.TryGetValues(name, out values)
            ? string.Join("", values)
            : null;
}
