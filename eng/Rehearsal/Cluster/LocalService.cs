using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PmCrm.LocalServers;
using Yarp.ReverseProxy.Configuration;

namespace PmCrm.Rehearsal.Cluster;

/// <summary>
/// The load balancer in front of the backend: each request is sent to a ready pod. It learns of a pod's end with a delay, as Google's does;
/// that is why pods wait before they end.
/// </summary>
internal sealed class LocalService : IAsyncDisposable
{
    private const string Name = "backend";

    private readonly WebApplication proxy;
    private readonly InMemoryConfigProvider routes;
    private readonly CancellationTokenSource stop = new();
    private readonly Task following;

    private LocalService(LocalDeployment deployment, int port, TimeSpan lag)
    {
        Port = port;
        var known = Serving(deployment, lag);
        routes = new InMemoryConfigProvider(Routes, Pods(known));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        builder.Services.AddReverseProxy();
        builder.Services.AddSingleton<IProxyConfigProvider>(routes);
        proxy = builder.Build();
        proxy.MapReverseProxy();
        following = Task.Run(() => Follow(deployment, lag, known));
    }

    public int Port { get; }

    // Requests have the header that Google's load balancer writes.
    private static IReadOnlyList<RouteConfig> Routes =>
        [
            new RouteConfig
            {
                RouteId = Name,
                ClusterId = Name,
                Match = new RouteMatch { Path = "{**all}" },
                Transforms = [new Dictionary<string, string> { ["X-Forwarded"] = "Off" }],
            },
        ];

    /// <param name="lag">How long a terminating pod still gets new requests.</param>
    public static async Task<LocalService> Start(LocalDeployment deployment, TimeSpan lag)
    {
        var service = new LocalService(deployment, ChildProcess.FreePort(), lag);
        await service.proxy.StartAsync();
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await following;
        await proxy.DisposeAsync();
        stop.Dispose();
    }

    private async Task Follow(LocalDeployment deployment, TimeSpan lag, List<int> known)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            do
            {
                var ports = Serving(deployment, lag);
                if (ports.SequenceEqual(known))
                    continue;
                known = ports;
                routes.Update(Routes, Pods(ports));
            } while (await timer.WaitForNextTickAsync(stop.Token));
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private static List<int> Serving(LocalDeployment deployment, TimeSpan lag) =>
        [.. deployment.Pods.Where(pod => pod.TerminatingFor is { } ending ? ending < lag : pod.IsReady).Select(pod => pod.Port)];

    private static List<ClusterConfig> Pods(List<int> ports) =>
        [new ClusterConfig { ClusterId = Name, Destinations = ports.ToDictionary(Key, Destination) }];

    private static string Key(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static DestinationConfig Destination(int port) => new() { Address = $"http://127.0.0.1:{Key(port)}" };
}
