using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using PmCrm.App.Features.SignIn;
using PmCrm.App.Tests.Fixtures;
using Names = PmCrm.Contract.AppVariables;

namespace PmCrm.App.Tests.SignIn;

/// <summary>A backend with sign-in through one provider, and that provider.</summary>
internal sealed class SignInWorld(string provider, LoopbackProvider at, WebApplicationFactory<Program> backend) : IAsyncDisposable
{
    public const string PublicUrl = "https://api.example.com";
    public const string Google = GoogleProvider.ProviderName;
    public const string Microsoft = MicrosoftProvider.ProviderName;

    /// <summary>A Microsoft tenant.</summary>
    public const string Tenant = "11111111-2222-3333-4444-555555555555";

    public LoopbackProvider At => at;

    public HttpClient Client { get; } = backend.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });

    /// <param name="services">Adds services to the backend.</param>
    public static async Task<SignInWorld> Create(
        AppFixture app,
        string provider,
        Action<IServiceCollection>? services = null,
        string logLevel = "error"
    )
    {
        var at = await LoopbackProvider.Start(provider == Google ? ProviderAddresses.Google : ProviderAddresses.Microsoft);
        at.Claims = Person(provider, $"{Guid.NewGuid():N}@gmail.com");
        var variables = Variables(provider);
        variables[Names.LogLevel] = logLevel;
        return new SignInWorld(provider, at, app.With(variables, all =>
            {
                // A timeout long enough for a busy machine.
                all.AddKeyedSingleton(SignInEndpoints.Transport, new HttpClient(at.Transport) { Timeout = TimeSpan.FromMinutes(2) });
                services?.Invoke(all);
            }));
    }

    public static Dictionary<string, string?> Variables(string provider) =>
        new()
        {
            [provider == Google ? Names.GoogleClientId : Names.MicrosoftClientId] = LoopbackProvider.ClientId,
            [provider == Google ? Names.GoogleClientSecret : Names.MicrosoftClientSecret] = LoopbackProvider.ClientSecret,
            [Names.PublicUrl] = PublicUrl,
        };

    /// <summary>A person whose address the provider has verified.</summary>
    public static JsonObject Person(string provider, string email) =>
        provider == Google
            ? new()
            {
                ["sub"] = $"{Guid.NewGuid():N}",
                ["email"] = email,
                ["email_verified"] = true,
                ["name"] = "Ada Lovelace",
            }
            : new()
            {
                ["sub"] = $"{Guid.NewGuid():N}",
                ["email"] = email,
                ["xms_edov"] = true,
                ["name"] = "Ada Lovelace",
                ["tid"] = Tenant,
                ["iss"] = $"https://login.microsoftonline.com/{Tenant}/v2.0",
            };

    public Task<HttpResponseMessage> Start() => Client.Get($"/v1/auth/{provider}/start");

    /// <summary>The sign-in from start through the provider, up to its redirect to the callback.</summary>
    public async Task<Return> Begin()
    {
        using var started = await Start().Expect(HttpStatusCode.Found);
        var cookie = SetCookieHeaderValue.Parse(Assert.Single(started.Headers.GetValues("Set-Cookie")));
        var back = await at.Visit(started.Headers.Location!);
        Assert.StartsWith($"{PublicUrl}/v1/auth/{provider}/callback?", back.AbsoluteUri, StringComparison.Ordinal);
        return new Return(back.PathAndQuery, $"{cookie.Name}={cookie.Value}");
    }

    public Task<HttpResponseMessage> Finish(Return back)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, back.Path);
        if (back.Cookie is not null)
            request.Headers.TryAddWithoutValidation("Cookie", back.Cookie);
        return Client.SendAsync(request);
    }

    /// <summary>The complete sign-in.</summary>
    public async Task<HttpResponseMessage> SignIn() => await Finish(await Begin());

    /// <summary>The complete sign-in, which must succeed.</summary>
    public async Task<JsonElement> Me()
    {
        var tokens = await (await SignIn().Expect(HttpStatusCode.OK)).ReadJson();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("accessToken").GetString());
        return await (await Client.SendAsync(request).Expect(HttpStatusCode.OK)).ReadJson();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await backend.DisposeAsync();
        await at.DisposeAsync();
    }
}

/// <summary>The parameters of the callback.</summary>
internal sealed record Return(string Path, string? Cookie)
{
    /// <summary>Replaces the value of a parameter; null removes it.</summary>
    public Return With(string name, string? value)
    {
        var at = Path.IndexOf('?', StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(Path[at..]).ToDictionary(parameter => parameter.Key, parameter => (string?)parameter.Value);
        query.Remove(name);
        if (value is not null)
            query[name] = value;
        return this with { Path = QueryHelpers.AddQueryString(Path[..at], query) };
    }
}
