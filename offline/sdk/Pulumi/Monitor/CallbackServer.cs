using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Pulumi;

/// <summary>
/// Lets the engine call functions of this program: the protocol's Callbacks service, which has one unary method, on a
/// free loopback port. It starts only for programs that offer a function.
/// </summary>
internal sealed class CallbackServer : IHttpApplication<IFeatureCollection>, IAsyncDisposable
{
    private const int InvalidArgument = 3;
    private const int UnknownError = 2;

    private readonly ConcurrentDictionary<string, Func<ByteString, CancellationToken, Task<IMessage>>> callbacks = new();
    private readonly KestrelServer kestrel;
    private string address = "";

    private CallbackServer()
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = null;
        options.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2);
        kestrel = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance
        );
    }

    public static async Task<CallbackServer> StartAsync()
    {
        var server = new CallbackServer();
        await server.kestrel.StartAsync(server, CancellationToken.None).ConfigureAwait(false);
        server.address = new Uri(server.kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single()).Authority;
        return server;
    }

    /// <param name="callback">Gets the engine's message, and a token that is cancelled when the engine gives the call up.</param>
    public Pulumirpc.Callback Offer(Func<ByteString, CancellationToken, Task<IMessage>> callback)
    {
        var token = Guid.NewGuid().ToString();
        callbacks[token] = callback;
        return new Pulumirpc.Callback { Target = address, Token = token };
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync().ConfigureAwait(false);
        await kestrel.StopAsync(atOnce.Token).ConfigureAwait(false);
        kestrel.Dispose();
    }

    IFeatureCollection IHttpApplication<IFeatureCollection>.CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    void IHttpApplication<IFeatureCollection>.DisposeContext(IFeatureCollection context, Exception? exception) { }

    async Task IHttpApplication<IFeatureCollection>.ProcessRequestAsync(IFeatureCollection context)
    {
        var trailers = context.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers;
        context.GetRequiredFeature<IHttpResponseFeature>().Headers.ContentType = "application/grpc";
        try
        {
            var body = context.GetRequiredFeature<IHttpRequestFeature>().Body;
            var message = await Pulumirpc.GrpcFrame.ReadAsync(body, CancellationToken.None).ConfigureAwait(false);
            var request = Pulumirpc.ProtocolMessage.Parse(Pulumirpc.CallbackInvokeRequest.Parser, message);
            if (!callbacks.TryGetValue(request.Token, out var callback))
            {
                Fail(InvalidArgument, $"This program offered no callback '{request.Token}'.");
                return;
            }

            var cancelled = context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
            var answer = await callback(request.Request, cancelled).ConfigureAwait(false);
            var response = new Pulumirpc.CallbackInvokeResponse { Response = answer.ToByteString() };
            var writer = context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
            Pulumirpc.GrpcFrame.Write(writer, response);
            await writer.FlushAsync().ConfigureAwait(false);
            trailers["grpc-status"] = "0";
        }
        catch (Exception e)
        {
            Fail(UnknownError, e.Message);
        }

        void Fail(int status, string message)
        {
            trailers["grpc-status"] = $"{status}";
            trailers["grpc-message"] = Uri.EscapeDataString(message);
        }
    }
}
