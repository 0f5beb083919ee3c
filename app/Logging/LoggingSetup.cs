using Microsoft.Extensions.DependencyInjection.Extensions;
using PmCrm.App.Configuration;

namespace PmCrm.App.Logging;

/// <summary>The destination of the log lines: standard output, or a test's stream.</summary>
public sealed record LogOutput(Stream Stream);

public static class LoggingSetup
{
    /// <summary>Replaces every other logger by JSON lines on standard output.</summary>
    public static ILoggingBuilder AddJsonLines(this ILoggingBuilder logging, AppOptions options)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(options.LogLevel);
        // These loggers write each request's path and query, which may contain search terms, at any level below.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.Routing", LogLevel.Warning);
        // The framework writes several lines per request; RequestLog writes one.
        if (options.LogLevel >= LogLevel.Information)
        {
            logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
            logging.AddFilter("Npgsql", LogLevel.Warning);
            // Exceptions that a handler processed were already logged there.
            logging.AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None);
        }
        logging.Services.AddHttpContextAccessor();
        logging.Services.TryAddSingleton(_ => new LogOutput(Console.OpenStandardOutput()));
        logging.Services.AddSingleton<ILoggerProvider>(services => new JsonLoggerProvider(
            new JsonLines(services.GetRequiredService<LogOutput>().Stream),
            new Redaction(options.Secrets),
            services.GetService<IHttpContextAccessor>(),
            TimeProvider.System
        ));
        return logging;
    }

    /// <summary>A logger for the commands that run without a host.</summary>
    public static ILoggerFactory CreateFactory(AppOptions options) => LoggerFactory.Create(logging => logging.AddJsonLines(options));
}
