using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pulumirpc;

namespace PmCrm.Preview.Engine;

/// <summary>One method of a gRPC service: the request's bytes in, the response out.</summary>
internal delegate Task<IMessage> GrpcMethod(byte[] request, CancellationToken cancellationToken);

/// <summary>An error that the caller of a gRPC method gets as its status.</summary>
internal sealed class GrpcFailure(int status, string message) : Exception(message)
{
    public const int InvalidArgument = 3;
    public const int Unimplemented = 12;
    public const int Internal = 13;

    public int Status => status;
}

/// <summary>
/// Serves unary gRPC methods over plaintext HTTP/2 on a free loopback port. It drives Kestrel directly: the hosting and
/// routing layers above it would take longer to start than a whole preview.
/// </summary>
internal sealed class GrpcServer : IAsyncDisposable, IHttpApplication<IFeatureCollection>
{
    private readonly IReadOnlyDictionary<string, GrpcMethod> methods;
    private readonly KestrelServer kestrel;

    /// <param name="socket">Bound and listening; the server takes ownership of it.</param>
    /// <param name="methods">By path, <c>/package.Service/Method</c>.</param>
    public GrpcServer(Socket socket, IReadOnlyDictionary<string, GrpcMethod> methods)
    {
        this.methods = methods;
        var options = new KestrelServerOptions { AllowSynchronousIO = false, AddServerHeader = false };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.Http2.MaxStreamsPerConnection = int.MaxValue;
        options.Listen((IPEndPoint)socket.LocalEndPoint!, endpoint => endpoint.Protocols = HttpProtocols.Http2);
        kestrel = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(
                Options.Create(new SocketTransportOptions { CreateBoundListenSocket = _ => socket }),
                NullLoggerFactory.Instance
            ),
            NullLoggerFactory.Instance
        );
    }

    /// <summary>The first error of our own that a method ended with, if any.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>
    /// A listening socket on a free loopback port. It queues connections until a server accepts them, so the program can start before the
    /// server.
    /// </summary>
    public static Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    public Task StartAsync() => kestrel.StartAsync(this, CancellationToken.None);

    /// <summary>Closes all connections: a program that still waits for a response has been stopped or timed out.</summary>
    public Task StopAsync() => kestrel.StopAsync(new CancellationToken(canceled: true));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        kestrel.Dispose();
    }

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception) { }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        var response = context.GetRequiredFeature<IHttpResponseFeature>();
        var trailers = context.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers;
        var cancellationToken = context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        response.StatusCode = 200;
        response.Headers.ContentType = "application/grpc";
        try
        {
            if (!methods.TryGetValue(request.Path, out var method))
                throw new GrpcFailure(GrpcFailure.Unimplemented, $"the preview engine has no method '{request.Path}'");
            var answer = await method(await ReadMessageAsync(request.Body, cancellationToken), cancellationToken);
            await WriteMessageAsync(context.GetRequiredFeature<IHttpResponseBodyFeature>(), answer, cancellationToken);
            trailers["grpc-status"] = "0";
        }
        catch (GrpcFailure failure)
        {
            Fail(trailers, failure.Status, failure.Message);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && !IsLostConnection(error))
        {
            Fault ??= error;
            Fail(trailers, GrpcFailure.Internal, $"the preview engine failed: {error.Message}");
        }
    }

    /// <summary>A program that exits may leave a message half sent, and the connection can break before the token is cancelled.</summary>
    private static bool IsLostConnection(Exception error) =>
        error
            is ConnectionAbortedException
                or ConnectionResetException
                or IOException { InnerException: ConnectionAbortedException or ConnectionResetException };

    private static void Fail(IHeaderDictionary trailers, int status, string message)
    {
        trailers["grpc-status"] = status.ToString(CultureInfo.InvariantCulture);
        trailers["grpc-message"] = Uri.EscapeDataString(message);
    }

    private static async Task<byte[]> ReadMessageAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            return await GrpcFrame.ReadAsync(body, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw new GrpcFailure(GrpcFailure.Unimplemented, e.Message);
        }
    }

    private static async Task WriteMessageAsync(IHttpResponseBodyFeature body, IMessage message, CancellationToken cancellationToken)
    {
        await body.StartAsync(cancellationToken);
        GrpcFrame.Write(body.Writer, message);
        await body.Writer.FlushAsync(cancellationToken);
    }
}
