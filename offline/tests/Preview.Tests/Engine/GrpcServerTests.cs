using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PmCrm.Preview.Engine;

namespace PmCrm.Preview.Tests.Engine;

/// <summary>Whether a failed request counts as a fault of the engine.</summary>
public sealed class GrpcServerTests
{
    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_of_a_message_is_not_a_fault_of_the_engine()
    {
        await using var server = Server(_ => new Empty());
        var broken = new BrokenStream(new IOException("aborted", new ConnectionAbortedException()));

        await Assert.ThrowsAsync<IOException>(() => server.ProcessRequestAsync(Request(broken)));

        Assert.Null(server.Fault);
    }

    [Fact]
    public async Task A_method_that_fails_is_a_fault_of_the_engine_and_the_caller_gets_an_error()
    {
        await using var server = Server(_ => throw new InvalidOperationException("out of memory cards"));
        var request = Request(new MemoryStream(new byte[5]));

        await server.ProcessRequestAsync(request);

        Assert.IsType<InvalidOperationException>(server.Fault);
        Assert.Equal("13", request.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers["grpc-status"]);
    }

    private static GrpcServer Server(Func<byte[], Empty> answer) =>
        new(
            GrpcServer.Listen(),
            new Dictionary<string, GrpcMethod> { ["/a.B/C"] = (request, _) => Task.FromResult<IMessage>(answer(request)) }
        );

    private static FeatureCollection Request(Stream body)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Path = "/a.B/C", Body = body });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseTrailersFeature>(new TrailersFeature());
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature());
        return features;
    }

    private sealed class TrailersFeature : IHttpResponseTrailersFeature
    {
        public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();
    }

    private sealed class BrokenStream(Exception failure) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw failure;
    }
}
