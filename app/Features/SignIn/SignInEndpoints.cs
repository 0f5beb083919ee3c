using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PmCrm.App.Configuration;
using PmCrm.App.Features.Auth;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.SignIn;

/// <summary>Sign-in with Google or Microsoft: a browser is sent from start to the provider, and back to callback.</summary>
public static class SignInEndpoints
{
    /// <summary>The name of the HTTP client that calls the providers. Tests replace it with one that calls a local provider.</summary>
    internal const string Transport = "identity providers";

    public static IServiceCollection AddSignIn(this IServiceCollection services) =>
        services
            .AddSingleton(Clients)
            .AddSingleton<SignInCookie>()
            .AddSingleton<IdTokens>()
            .AddSingleton<Identities>()
            .AddSingleton<ProviderSignIn>()
            .AddSingleton<SignInHandlers>()
            .AddKeyedSingleton(Transport, (_, _) => new HttpClient(
                    new SocketsHttpHandler
                    {
                        AllowAutoRedirect = false,
                        UseCookies = false,
                        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                    }
                )
                {
                    Timeout = ProviderClient.Timeout,
                    MaxResponseContentBufferSize = ProviderClient.MaxAnswer,
                });

    public static RouteGroupBuilder MapSignIn(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/auth")
            .WithTags("Authentication")
            .RequireRateLimit(RateLimit.Authentication)
            .KeepOutOfCaches()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status502BadGateway);
        group.MapProvider(GoogleProvider.ProviderName, "Google");
        group.MapProvider(MicrosoftProvider.ProviderName, "Microsoft");
        return group;
    }

    private static void MapProvider(this RouteGroupBuilder routes, string provider, string title)
    {
        var group = routes.MapGroup("/" + provider);
        group
            .MapGet("/start", (HttpContext context, SignInHandlers handlers, CancellationToken cancellationToken) =>
                handlers.Start(provider, title, context, cancellationToken)
            )
            .WithName($"Start{title}SignIn")
            .WithSummary($"Sign in with {title}")
            .WithDescription($"Redirects the browser to {title}, which redirects it back to callback. 404 if this is not set up.")
            .Produces(StatusCodes.Status302Found);
        group
            .MapGet(
                "/callback",
                (
                    [Description("The state that start sent."), StringLength(200)] string? state,
                    [Description("The authorization code; works once."), StringLength(4096)] string? code,
                    [Description("The error, if there is no code."), StringLength(200)] string? error,
                    [Description("The issuer of the answer (RFC 9207)."), StringLength(200)] string? iss,
                    HttpContext context,
                    SignInHandlers handlers,
                    CancellationToken cancellationToken
                ) => handlers.Callback(provider, title, new(state, code, error, iss), context, cancellationToken)
            )
            .WithName($"Finish{title}SignIn")
            .WithSummary($"Start a session with the answer of {title}")
            .WithDescription(
                $"""
                {title} redirects the browser here, with the cookie that start set. If the address already has an account, the two are
                joined only if the address is verified on both sides. Otherwise the answer is 409, and the account's owner signs in as
                before.
                """
            )
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(response: AuthEndpoints.TokensExample, accepted: AuthEndpoints.ChallengeExample);
    }

    private static ProviderClients Clients(IServiceProvider services)
    {
        var options = services.GetRequiredService<AppOptions>();
        IdentityProvider?[] configured =
        [
            options.Google is { } google ? new GoogleProvider(google) : null,
            options.Microsoft is { } microsoft ? new MicrosoftProvider(microsoft) : null,
        ];
        return new ProviderClients([
            .. configured
                .OfType<IdentityProvider>()
                .Select(provider => new ProviderClient(
                    provider,
                    services.GetRequiredKeyedService<HttpClient>(Transport),
                    services.GetRequiredService<TimeProvider>(),
                    services.GetRequiredService<ILogger<ProviderClient>>()
                )),
        ]);
    }
}
