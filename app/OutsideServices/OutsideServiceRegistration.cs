using PmCrm.App.Operations;

namespace PmCrm.App.OutsideServices;

/// <summary>How a feature registers the outside services that it asks.</summary>
public static class OutsideServiceRegistration
{
    /// <summary>
    /// The key of the <see cref="HttpMessageHandler"/> that carries every request to an outside service. Tests put another there, which
    /// leads to a server of their own.
    /// </summary>
    internal const string Transport = "outside services";

    /// <summary>
    /// Adds a service under its name: <c>[FromKeyedServices("name")] OutsideService</c> has its client. Metrics and <c>/health</c> name
    /// it too. Call it where the service is configured, and nowhere else.
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

    /// <summary>The connections to all of them. Redirects are not followed: a key must not travel to another host.</summary>
    public static IServiceCollection AddOutsideTransport(this IServiceCollection services) =>
        services.AddKeyedSingleton<HttpMessageHandler>(Transport, (_, _) => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            });
}
