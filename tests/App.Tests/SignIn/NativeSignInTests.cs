using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PmCrm.App.Configuration;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.SignIn;

/// <summary>
/// Sign-in by the native binary, which knows only the real providers' addresses: it is led to one of ours by HTTPS_PROXY, and trusts its
/// certificate because SSL_CERT_FILE names it.
/// </summary>
public sealed class NativeSignInTests(AppFixture app, PublishedApp published, Servers servers) : IClassFixture<AppFixture>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_published_binary_signs_a_person_in_over_TLS()
    {
        _ = app.DatabaseUrl;
        using var certificate = Certificate("accounts.google.com", "oauth2.googleapis.com", "www.googleapis.com");
        var trusted = Path.GetTempFileName();
        await File.WriteAllTextAsync(trusted, certificate.ExportCertificatePem());
        try
        {
            await using var at = await LoopbackProvider.Start(ProviderAddresses.Google, certificate);
            at.Claims = SignInWorld.Person(SignInWorld.Google, "native@gmail.com");
            await using var proxy = new ConnectProxy(at.Port);
            var variables = TestEnvironment.Variables(app.DatabaseUrl + "?connection_limit=5", servers.Redis.Url);
            foreach (var (name, value) in SignInWorld.Variables(SignInWorld.Google))
                variables[name] = value;
            variables[AppVariables.LogLevel] = "info";
            variables["HTTPS_PROXY"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{proxy.Port}");
            variables["SSL_CERT_FILE"] = trusted;
            await using var backend = await published.Start("backend", variables);
            await backend.WaitFor("/health/ready", HttpStatusCode.OK, Timeout);

            using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
            using var browser = new HttpClient(handler) { BaseAddress = backend.Client.BaseAddress };
            using var started = await browser.Get("/v1/auth/google/start").Expect(HttpStatusCode.Found);
            var back = await at.Visit(started.Headers.Location!);
            using var request = new HttpRequestMessage(HttpMethod.Get, back.PathAndQuery);
            request.Headers.Add("Cookie", started.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
            var tokens = await (await browser.SendAsync(request).Expect(HttpStatusCode.OK)).ReadJson();

            browser.DefaultRequestHeaders.Authorization = new("Bearer", tokens.GetProperty("accessToken").GetString());
            var me = await (await browser.Get("/v1/me").Expect(HttpStatusCode.OK)).ReadJson();
            Assert.Equal("native@gmail.com", me.GetProperty("email").GetString());
        }
        finally
        {
            File.Delete(trusted);
        }
    }

    private static X509Certificate2 Certificate(params ReadOnlySpan<string> hosts)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=provider", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
            names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddDays(1));
    }
}
