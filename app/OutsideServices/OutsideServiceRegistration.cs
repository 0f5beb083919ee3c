using PmCrm.App.Operations;

namespace PmCrm.App.OutsideServices;

/// <summary>Registers the outside services that a feature calls.</summary>
public static class OutsideServiceRegistration
{
    /// <summary>
    /// The key of the <see cref="HttpMessageHandler"/> for all requests to outside services. Tests replace it with one that calls a local
    /// server.
    /// </summary>
    internal const string Transport = "outside services";

    /// <summary>
    /// Adds a service under its name: <c>[FromKeyedServices("name")] OutsideService</c> has its client. Metrics and <c>/health</c> include
    /// it. Call this only if the service is configured.
    /// </summary>
    public static IServiceCollection AddOutsideService(this IServiceCollection services, OutsideServiceOptions options)
    {
        services.AddKeyedSingleton(options.Name, (all, _) =>
            new OutsideService(
                options,
                all.GetRequiredKeyedService<HttpMessageHandler>(Transport),
                all.GetRequiredService<Metrics>(),
                all.GetRequiredService<TimeProvider>()
            )
        );
        return services.AddSingleton(all => all.GetRequiredKeyedService<OutsideService>(options.Name));
    }

    /// <summary>The connections to all services. Redirects are not followed: a key must not be sent to another host.</summary>
    public static IServiceCollection AddOutsideTransport(this IServiceCollection services) =>
        services.AddKeyedSingleton<HttpMessageHandler>(Transport, (_, _) => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            });
}
