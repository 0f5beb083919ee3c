using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>
/// Somebody else's service on loopback: it answers as told, keeps what it was asked, and stands in for any host. In this process
/// <see cref="LeadHere"/> leads a backend's requests to it; the native binary gets there with HTTPS_PROXY and a <c>ConnectProxy</c>, for
/// which it is started with <see cref="CertificateFor"/>.
/// </summary>
internal sealed class OutsideServer : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentQueue<OutsideServerRequest> requests = new();
    private readonly CancellationTokenSource stop = new();

    private OutsideServer(X509Certificate2? certificate) =>
        server = LoopbackServer.Create(Handle, certificate is null ? null : listen => listen.UseHttps(certificate));

    /// <summary>Computes the response; by default 200 and an empty JSON object. May be changed between requests.</summary>
    public Func<OutsideServerRequest, OutsideServerAnswer> Answer { get; set; } = _ => OutsideServerAnswer.Json(200, "{}");

    /// <summary>Every request so far, in the order of arrival.</summary>
    public IReadOnlyList<OutsideServerRequest> Requests => [.. requests];

    public int Port => server.LoopbackPort();

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    /// <param name="certificate">The certificate for TLS; null for plain HTTP.</param>
    public static async Task<OutsideServer> Start(X509Certificate2? certificate = null)
    {
        var started = new OutsideServer(certificate);
        await started.server.StartAsync();
        return started;
    }

    /// <summary>Answers with these responses in order, then always with the last.</summary>
    public void AnswerWith(params OutsideServerAnswer[] answers)
    {
        var next = -1;
        Answer = _ => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)];
    }

    /// <summary>Routes every request that a backend makes to an outside service to this server, for any host: tell them apart by
    /// <see cref="OutsideServerRequest.Host"/>.</summary>
    public void LeadHere(IServiceCollection services) =>
        services.AddKeyedSingleton<HttpMessageHandler>(OutsideServiceRegistration.Transport, (_, _) => Transport());

    /// <summary>Sends requests for any host to this server.</summary>
    public HttpMessageHandler Transport() => new Redirection(Address);

    /// <summary>A self-signed certificate for the host names.</summary>
    public static X509Certificate2 CertificateFor(params ReadOnlySpan<string> hosts)
    {
        using var key = RSA.Create(2048);
        return CertificateFor(key, hosts);
    }

    /// <summary>The same, with a key that the caller owns.</summary>
    public static X509Certificate2 CertificateFor(RSA key, params ReadOnlySpan<string> hosts)
    {
        var request = new CertificateRequest("CN=outside", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
            names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddDays(1));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await server.DisposeAsync();
        stop.Dispose();
    }

    private async Task Handle(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var request = new OutsideServerRequest(
            context.Request.Method,
            context.Request.Host.Host,
            context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray()
        );
        requests.Enqueue(request);
        var answer = Answer(request);
        if (answer.IsNever)
        {
            // Until the client disconnects or this server is disposed.
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stop.Token);
            await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;
        if (answer.BreaksOff)
            context.Response.ContentLength = answer.Body.Length + 1;
        await context.Response.Body.WriteAsync(answer.Body);
        if (!answer.BreaksOff)
            return;
        await context.Response.Body.FlushAsync();
        context.Features.Get<IHttpRequestLifetimeFeature>()!.Abort();
    }

    private sealed class Redirection(Uri address)
        : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = request.RequestUri!;
            if (asked.Port != address.Port)
            {
                request.Headers.Host = asked.Host;
                request.RequestUri = new Uri(address, asked.PathAndQuery);
            }
            return base.SendAsync(request, cancellationToken);
        }
    }
}

/// <summary>A request that an <see cref="OutsideServer"/> received.</summary>
/// <param name="Host">The requested host, without a port.</param>
/// <param name="Path">With its query.</param>
/// <param name="Headers">By name, in any case.</param>
internal sealed record OutsideServerRequest(
    string Method,
    string Host,
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body
)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>A response of an <see cref="OutsideServer"/>.</summary>
internal sealed record OutsideServerAnswer(int Status, byte[] Body, params (string Name, string Value)[] Headers)
{
    /// <summary>No response for as long as the client waits.</summary>
    public static OutsideServerAnswer Never { get; } = new(200, []) { IsNever = true };

    /// <summary>The server never responds.</summary>
    public bool IsNever { get; private init; }

    /// <summary>The connection breaks before the body is complete.</summary>
    public bool BreaksOff { get; init; }

    public static OutsideServerAnswer Json(int status, string json, params (string Name, string Value)[] headers) =>
        new(status, Encoding.UTF8.GetBytes(json), [("Content-Type", "application/json"), .. headers]);

    /// <summary>A body that is not JSON, with the media type of JSON.</summary>
    public static OutsideServerAnswer Garbage(int status = 200) => Json(status, "<html>\0not json");
}
