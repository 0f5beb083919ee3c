using System.Text.Json;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace PmCrm.App.Features.SignIn;

/// <summary>A provider's metadata and keys, and when they were fetched.</summary>
public sealed record ProviderConfiguration(OpenIdConnectConfiguration Document, DateTimeOffset ReadAt);

/// <summary>
/// Calls one provider: reads its endpoints and signing keys, and redeems codes. It uses only https, only the endpoints of the discovery
/// document, follows no redirects, and never waits longer than <see cref="Timeout"/>.
/// </summary>
/// <remarks>
/// The library's ConfigurationManager would cache the document too, but renews it in the background: the first person after a change of
/// keys would be refused.
/// </remarks>
public sealed partial class ProviderClient(IdentityProvider provider, HttpClient http, TimeProvider clock, ILogger<ProviderClient> logger)
{
    /// <summary>For one request to the provider, including the connection.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>In bytes; the documents of both providers are a few kilobytes.</summary>
    public const int MaxAnswer = 256 * 1024;

    /// <summary>Providers publish new keys long before they sign with them, and an unknown key triggers a refresh at once.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private volatile ProviderConfiguration? known;
    private Task<ProviderConfiguration>? reading;

    public IdentityProvider Provider => provider;

    /// <summary>The provider's endpoints and keys. While the provider is down, the previous ones.</summary>
    /// <param name="otherThan">The configuration that turned out to be outdated; null to accept any recent one.</param>
    /// <exception cref="SignInException">The provider does not answer, or its discovery document is not valid.</exception>
    public async Task<ProviderConfiguration> Configuration(ProviderConfiguration? otherThan, CancellationToken cancellationToken)
    {
        if (known is { } recent && recent != otherThan && recent.ReadAt > clock.GetUtcNow() - Fresh)
            return recent;
        try
        {
            return await Shared().WaitAsync(cancellationToken);
        }
        catch (SignInException exception) when (known is { } before)
        {
            Stale(logger, provider.Name, exception.Message);
            return before;
        }
    }

    /// <summary>Redeems a code for the ID token (RFC 6749, 4.1.3; RFC 7636, 4.5).</summary>
    /// <exception cref="SignInException">The provider refuses the code, or does not answer as specified.</exception>
    public async Task<string> Redeem(string code, string verifier, Uri redirect, CancellationToken cancellationToken)
    {
        var endpoint = (await Configuration(otherThan: null, cancellationToken)).Document.TokenEndpoint;
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code,
                ["redirect_uri"] = redirect.AbsoluteUri,
                ["client_id"] = provider.Client.Id,
                ["client_secret"] = provider.Client.Secret,
                ["code_verifier"] = verifier,
            }
        );
        try
        {
            using var response = await http.PostAsync(new Uri(endpoint), form, cancellationToken);
            if ((int)response.StatusCode is >= 500 or 429)
                throw Unavailable($"its token endpoint answers {(int)response.StatusCode}");
            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            if (!response.IsSuccessStatusCode)
                // RFC 6749, 5.2. Every other error is about this client, not about the person.
                throw Member(answer, "error") == "invalid_grant"
                    ? new SignInException(SignInFailure.CodeRefused, "the code was refused")
                    : Failed($"its token endpoint refused this client with {(int)response.StatusCode}");
            return Member(answer, "id_token") ?? throw Failed("its token endpoint returned no ID token");
        }
        catch (JsonException exception)
        {
            throw Failed("its token endpoint does not answer in JSON", exception);
        }
        catch (Exception exception) when (IsSilence(exception, cancellationToken))
        {
            throw Unavailable("its token endpoint does not answer", exception);
        }
    }

    // Concurrent callers share one request, so a provider that does not answer delays none of them for longer than one timeout.
    private Task<ProviderConfiguration> Shared()
    {
        lock (gate)
            return reading is { IsCompleted: false } ? reading : reading = Read();
    }

    private async Task<ProviderConfiguration> Read()
    {
        OpenIdConnectConfiguration read;
        try
        {
            var documents = new HttpDocumentRetriever(http) { RequireHttps = true, SendAdditionalHeaderData = false };
            read = await OpenIdConnectConfigurationRetriever.GetAsync(provider.Discovery.AbsoluteUri, documents, CancellationToken.None);
        }
        catch (Exception exception) when (IsSilence(exception, CancellationToken.None))
        {
            throw Unavailable("its discovery document or keys cannot be read", exception);
        }
        catch (Exception exception)
        {
            // The library's parsers throw several types of exceptions for an invalid document.
            throw Failed("its discovery document or keys are not valid", exception);
        }
        if (read.Issuer != provider.Issuer)
            throw Failed("its discovery document names another issuer");
        if (!IsHttps(read.AuthorizationEndpoint) || !IsHttps(read.TokenEndpoint))
            throw Failed("its endpoints are not https");
        known = new ProviderConfiguration(read, clock.GetUtcNow());
        return known;
    }

    private static bool IsHttps(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps;

    // Not when the client disconnected, which cancels the request.
    private static bool IsSilence(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && exception is HttpRequestException or IOException or OperationCanceledException;

    private static string? Member(JsonDocument document, string name) =>
        document.RootElement.ValueKind == JsonValueKind.Object
        && document.RootElement.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private SignInException Unavailable(string what, Exception? inner = null) =>
        new(SignInFailure.Unavailable, $"{provider.Title}: {what}", inner);

    private SignInException Failed(string what, Exception? inner = null) =>
        new(SignInFailure.ProviderFailed, $"{provider.Title}: {what}", inner);

    [LoggerMessage(LogLevel.Warning, "{Provider}: using the previous configuration: {Reason}")]
    private static partial void Stale(ILogger logger, string provider, string reason);
}
