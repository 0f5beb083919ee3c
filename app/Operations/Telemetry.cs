using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PmCrm.App.Configuration;
using PmCrm.Contract;

namespace PmCrm.App.Operations;

public static class Telemetry
{
    private const string Service = "pmcrm-backend";

    /// <summary>Time limit of the agent, which is on the same node, for a batch of spans.</summary>
    private static readonly TimeSpan AgentTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Sends metrics and traces to the Datadog agent, and both over OTLP, depending on which receivers the environment names.
    /// </summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, AppOptions options)
    {
        services.AddSingleton<Metrics>();
        var (agent, collector) = (options.Telemetry.AgentHost, options.Telemetry.OtlpEndpoint);
        if (agent is not null)
            services.AddHostedService<DogStatsd>();
        if (agent is null && collector is null)
            return services;

        var telemetry = services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(Service, serviceVersion: options.Version))
            .WithTracing(tracing =>
            {
                tracing
                    .AddAspNetCoreInstrumentation(requests =>
                        requests.Filter = context => !context.Request.Path.StartsWithSegments(AppContract.HealthPath)
                    )
                    .AddSource("Npgsql");
                if (agent is not null)
                    tracing.AddProcessor(new BatchActivityExportProcessor(ToAgent(agent, options)));
                if (collector is not null)
                    tracing.AddOtlpExporter(exporter => To(exporter, collector, "v1/traces"));
            });
        if (collector is not null)
            telemetry.WithMetrics(metrics =>
                metrics
                    .AddMeter(Metrics.MeterName, "Microsoft.AspNetCore.Hosting", "Npgsql", "System.Runtime")
                    .AddOtlpExporter(exporter => To(exporter, collector, "v1/metrics"))
            );
        return services;
    }

    private static DatadogTraceExporter ToAgent(string host, AppOptions options)
    {
        var address = new UriBuilder(Uri.UriSchemeHttp, host, options.Telemetry.TracePort).Uri;
        return new(new HttpClient { BaseAddress = address, Timeout = AgentTimeout }, Service, options.Version);
    }

    private static void To(OtlpExporterOptions exporter, Uri endpoint, string path)
    {
        // 4317 is OTLP's port for gRPC; any other port uses HTTP, where each signal has its own path.
        var grpc = endpoint.Port == 4317;
        exporter.Protocol = grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = grpc ? endpoint : new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/" + path);
    }
}
