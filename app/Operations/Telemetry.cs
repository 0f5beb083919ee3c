using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PmCrm.App.Configuration;

namespace PmCrm.App.Operations;

public static class Telemetry
{
    /// <summary>Metrics to the Datadog agent, and traces and metrics over OTLP, each where the environment names a receiver.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, AppOptions options)
    {
        services.AddSingleton<Metrics>();
        if (options.Telemetry.AgentHost is not null) services.AddHostedService<DogStatsd>();
        if (options.Telemetry.OtlpEndpoint is { } endpoint)
        {
            services.AddOpenTelemetry()
                .ConfigureResource(resource => resource.AddService("pmcrm-backend", serviceVersion: options.Version))
                .WithTracing(tracing => tracing
                    .AddAspNetCoreInstrumentation(requests => requests.Filter = context => !context.Request.Path.StartsWithSegments("/health"))
                    .AddSource("Npgsql")
                    .AddOtlpExporter(exporter => To(exporter, endpoint, "v1/traces")))
                .WithMetrics(metrics => metrics
                    .AddMeter(Metrics.MeterName, "Microsoft.AspNetCore.Hosting", "Npgsql", "System.Runtime")
                    .AddOtlpExporter(exporter => To(exporter, endpoint, "v1/metrics")));
        }
        return services;
    }

    private static void To(OtlpExporterOptions exporter, Uri endpoint, string path)
    {
        // 4317 is OTLP's port for gRPC; anything else speaks HTTP, where each signal has its path.
        var grpc = endpoint.Port == 4317;
        exporter.Protocol = grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = grpc ? endpoint : new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/" + path);
    }
}
