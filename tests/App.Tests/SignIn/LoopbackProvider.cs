using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.SignIn;

/// <summary>A provider's endpoints, from its discovery document.</summary>
internal sealed record ProviderAddresses(string Issuer, string Discovery, string Authorize, string Token, string Keys)
{
    public static readonly ProviderAddresses Google = new(
        "https://accounts.google.com",
        "https://accounts.google.com/.well-known/openid-configuration",
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "https://www.googleapis.com/oauth2/v3/certs"
    );

    public static readonly ProviderAddresses Microsoft = new(
        "https://login.microsoftonline.com/{tenantid}/v2.0",
        "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
        "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        "https://login.microsoftonline.com/common/discovery/v2.0/keys"
    );
}

/// <summary>
/// An OpenID Connect provider on loopback: issues codes once, checks PKCE and the client's secret, signs ID tokens with RS256, changes its
/// keys. It misbehaves where a test says so.
/// </summary>
internal sealed class LoopbackProvider : IAsyncDisposable
{
    public const string ClientId = "the-client";
    public const string ClientSecret = "planted-value-3-that-proves-the-client";

    private readonly ConcurrentDictionary<string, (string Challenge, string Redirect, string Nonce)> codes = [];
    private readonly ProviderAddresses addresses;
    private readonly WebApplication server;

    private readonly X509Certificate2? certificate;

    private LoopbackProvider(ProviderAddresses addresses, X509Certificate2? certificate)
    {
        this.addresses = addresses;
        this.certificate = certificate;
        Key = new SigningKey("key-1", addresses.Issuer);
        server = LoopbackServer.Create(Answer, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        });
    }

    /// <summary>Additional claims of the ID token; null removes a claim.</summary>
    public JsonObject Claims { get; set; } = [];

    public SigningKey Key { get; set; }

    /// <summary>Signs the final claims as a token; null for RS256 with <see cref="Key"/>.</summary>
    public Func<JsonObject, string>? Sign { get; set; }

    /// <summary>The parameters of the redirect back, instead of a code.</summary>
    public string? Error { get; set; }

    /// <summary>The token endpoint's response instead of a token.</summary>
    public (int Status, string Body)? TokenAnswer { get; set; }

    /// <summary>Changed members of the discovery document.</summary>
    public JsonObject Discovery { get; set; } = [];

    public List<string> Codes { get; } = [];

    public List<string> Tokens { get; } = [];

    public int Port { get; private set; }

    /// <summary>Routes requests for the provider's own addresses to this server; all other requests fail.</summary>
    public HttpMessageHandler Transport => new Rewriting(this);

    public static async Task<LoopbackProvider> Start(ProviderAddresses addresses, X509Certificate2? certificate = null)
    {
        var provider = new LoopbackProvider(addresses, certificate);
        await provider.server.StartAsync();
        provider.Port = provider.server.LoopbackPort();
        return provider;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    /// <summary>Signs in at the provider, as a browser does between start and callback.</summary>
    /// <returns>The URL to which the provider redirects back.</returns>
    public async Task<Uri> Visit(Uri location)
    {
        using var browser = new HttpClient(Transport);
        using var response = await browser.GetAsync(location);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return response.Headers.Location!;
    }

    private Task Answer(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        return Ends(addresses.Discovery)
                ? Json(
                    context,
                    200,
                    Merge(
                            new JsonObject
                            {
                                ["issuer"] = addresses.Issuer,
                                ["authorization_endpoint"] = addresses.Authorize,
                                ["token_endpoint"] = addresses.Token,
                                ["jwks_uri"] = addresses.Keys,
                            },
                            Discovery
                        )
                        .ToJsonString()
                )
            : Ends(addresses.Keys) ? Json(context, 200, new JsonObject { ["keys"] = new JsonArray(Key.Public()) }.ToJsonString())
            : Ends(addresses.Authorize) ? Authorize(context)
            : Ends(addresses.Token) ? Redeem(context)
            : Json(context, 404, "{}");

        bool Ends(string address) => path == new Uri(address).AbsolutePath;
    }

    private Task Authorize(HttpContext context)
    {
        var query = context.Request.Query;
        Assert.Equal(
            ["code", ClientId, "S256"],
            [$"{query["response_type"]}", $"{query["client_id"]}", $"{query["code_challenge_method"]}"]
        );
        Assert.Contains("openid", query["scope"].ToString().Split(' '));
        Assert.All(["state", "nonce", "code_challenge"], name => Assert.Equal(43, query[name].ToString().Length));
        var back = new Dictionary<string, string?> { ["state"] = query["state"], ["scope"] = "openid email" };
        if (Error is not null)
        {
            back["error"] = Error;
            back["error_description"] = "planted-value-4";
        }
        else
        {
            var code = "planted-code-" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
            codes[code] = (query["code_challenge"]!, query["redirect_uri"]!, query["nonce"]!);
            Codes.Add(code);
            back["code"] = code;
        }
        context.Response.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"]!, back));
        return Task.CompletedTask;
    }

    private async Task Redeem(HttpContext context)
    {
        if (TokenAnswer is { } answer)
        {
            await Json(context, answer.Status, answer.Body);
            return;
        }
        var form = await context.Request.ReadFormAsync();
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret)
            await Json(context, 401, """{"error":"invalid_client"}""");
        else if (
            form["grant_type"] != "authorization_code"
            || !codes.TryRemove(form["code"].ToString(), out var asked)
            || form["redirect_uri"] != asked.Redirect
            || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != asked.Challenge
        )
            await Json(context, 400, """{"error":"invalid_grant","error_description":"planted-value-4"}""");
        else
            await Json(context, 200, $$"""{"access_token":"planted-value-5","token_type":"Bearer","id_token":"{{Token(asked.Nonce)}}"}""");
    }

    private string Token(string nonce)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = Merge(
            new JsonObject
            {
                ["iss"] = addresses.Issuer,
                ["aud"] = ClientId,
                ["iat"] = now,
                ["exp"] = now + 3600,
                ["nonce"] = nonce,
            },
            Claims
        );
        var token = Sign?.Invoke(claims) ?? Key.Sign(claims);
        Tokens.Add(token);
        return token;
    }

    private static JsonObject Merge(JsonObject into, JsonObject changes)
    {
        foreach (var (name, value) in changes)
        {
            if (value is null)
                into.Remove(name);
            else
                into[name] = value.DeepClone();
        }
        return into;
    }

    private static Task Json(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    private sealed class Rewriting(LoopbackProvider provider)
        : DelegatingHandler(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                SslOptions =
                {
                    RemoteCertificateValidationCallback = (_, shown, _, _) =>
                        shown?.GetCertHashString() == provider.certificate?.GetCertHashString(),
                },
            }
        )
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = request.RequestUri!;
            var addresses = provider.addresses;
            string[] ours = [addresses.Discovery, addresses.Token, addresses.Keys, addresses.Authorize];
            Assert.Contains(asked.Host, ours.Select(address => new Uri(address).Host));
            Assert.Equal(Uri.UriSchemeHttps, asked.Scheme);
            var scheme = provider.certificate is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;
            request.RequestUri = new Uri($"{scheme}://127.0.0.1:{provider.Port}{asked.PathAndQuery}");
            return base.SendAsync(request, cancellationToken);
        }
    }
}

/// <summary>A provider's signing key.</summary>
internal sealed class SigningKey(string id, string? issuer)
{
    private readonly RSA rsa = RSA.Create(2048);

    public string Sign(JsonObject claims) =>
        Token("RS256", claims, input => rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    /// <summary>A token whose header declares that it has no signature (alg none).</summary>
    public string Unsigned(JsonObject claims) => Token("none", claims, _ => []);

    /// <summary>A token signed with HMAC, with public data as the key.</summary>
    public string Keyed(JsonObject claims, byte[] key) => Token("HS256", claims, input => HMACSHA256.HashData(key, input));

    public byte[] PublicBytes => Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem());

    public JsonObject Public()
    {
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        var key = new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = "RS256",
            ["kid"] = id,
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };
        if (issuer is not null)
            key["issuer"] = issuer;
        return key;
    }

    private string Token(string algorithm, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var header = new JsonObject
        {
            ["alg"] = algorithm,
            ["typ"] = "JWT",
            ["kid"] = id,
        };
        var input = $"{Encode(header)}.{Encode(claims)}";
        return $"{input}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(input)))}";
    }

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
