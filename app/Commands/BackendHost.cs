using PmCrm.App.Configuration;
using PmCrm.App.Features.Auth;
using PmCrm.App.Features.Enrichment;
using PmCrm.App.Features.Recommendations;
using PmCrm.App.Features.Search;
using PmCrm.App.Health;
using PmCrm.App.Http;
using PmCrm.App.Logging;
using PmCrm.App.OpenApi;
using PmCrm.App.Operations;
using PmCrm.App.Security;
using PmCrm.Contract;

namespace PmCrm.App.Commands;

/// <summary>The API's host: its services and the order of its middleware.</summary>
public static class BackendHost
{
    /// <summary>
    /// In bytes. The largest valid body is a contact with about 150,000 characters, which a client may write as \uXXXX with six bytes each.
    /// The import raises the limit for itself.
    /// </summary>
    private const long MaxBodySize = 1024 * 1024;

    /// <param name="args">The host's own options.</param>
    /// <param name="more">Adds the services of another command.</param>
    /// <exception cref="EnvironmentException">Lists every variable that is missing or wrong.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? more = null)
    {
        var builder = Platform.CreateBuilder(args);
        var options = BuildTimeDocument.IsBeingWritten
            ? BuildTimeDocument.Options
            : AppOptionsReader.Read(name => builder.Configuration[name], AppProcess.Backend, needsTimeZones: true);

        builder.Logging.AddJsonLines(options);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodySize;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.ListenAnyIP(options.Port);
        });
        builder
            .Services.AddPlatform(options)
            .AddTelemetry(options)
            .AddDraining()
            .AddHttpBasics()
            .AddCrossOrigin(options)
            .AddFeatures()
            .AddSearch(options)
            .AddRecommendations(options)
            .AddEnrichment(options)
            .AddBreachedPasswords(options);
        more?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseCrossOrigin();
        app.UseMiddleware<DrainingMiddleware>();
        app.UseMiddleware<RequestLog>();
        app.UseMiddleware<SecurityHeaders>();
        app.Use(AcceptJson);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<TokenScopes>();
        app.UseMiddleware<RateLimiting>();
        app.UseMiddleware<RequestText>();
        app.UseMiddleware<IdempotencyKeyGuard>();
        app.MapHealth();
        app.MapApiDocument();
        app.MapFeatures();
        return app;
    }

    /// <summary>
    /// Every client gets the same format, whatever it accepts (RFC 9110, 12.4.1); otherwise the framework refuses in plain text.
    /// </summary>
    private static Task AcceptJson(HttpContext context, RequestDelegate next)
    {
        context.Request.Headers.Remove("Accept");
        return next(context);
    }

    private static IServiceCollection AddHttpBasics(this IServiceCollection services)
    {
        services.AddBearerAuthentication();
        services.AddProblemDetails(ProblemDefaults.Configure);
        services.AddExceptionHandler<ExceptionProblems>();
        services.AddValidation();
        services.AddApiDocument();
        services.AddStrictJson().AddJson(HealthJson.Default);
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddSingleton<HealthChecks>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<ApiTokens>();
        services.AddSingleton<PasswordHasher>();
        services.AddSingleton<RevokedSessions>().AddHostedService(all => all.GetRequiredService<RevokedSessions>());
        return services;
    }
}
