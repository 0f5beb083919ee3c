using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Claims;
using System.Text.Json;

namespace PmCrm.App.Logging;

/// <summary>
/// Logs one JSON object per line: ISO time, level, message, logger, request, trace and user id, then the message's own properties.
/// </summary>
public sealed class JsonLoggerProvider(JsonLines lines, Redaction redaction, IHttpContextAccessor? requests, TimeProvider clock)
    : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new JsonLogger(categoryName, lines, redaction, requests, clock);

    public void Dispose() => lines.Dispose();
}

internal sealed class JsonLogger(string category, JsonLines lines, Redaction redaction, IHttpContextAccessor? requests, TimeProvider clock)
    : ILogger
{
    private const string OriginalFormat = "{OriginalFormat}";

    /// <summary>An exception's text is truncated to this length, since log collectors limit the length of a line.</summary>
    private const int MaxExceptionLength = 8000;

    /// <summary>More names than the message templates of this program and its libraries have.</summary>
    private const int MaxNames = 2000;

    /// <summary>What was found out about the names of properties.</summary>
    private static readonly ConcurrentDictionary<string, PropertyName> Names = new(StringComparer.Ordinal);

    /// <summary>The buffer of this thread's last line, for reuse.</summary>
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? unused;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        // Removed while it is in use: formatting a property may itself write a log line.
        var (buffer, json) = unused ?? NewWriter();
        unused = null;
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteString("time", clock.GetUtcNow().UtcDateTime);
        json.WriteString("level", Name(logLevel));
        json.WriteString("msg", redaction.Clean(Message(state, exception, formatter)));
        json.WriteString("logger", category);
        WriteRequest(json);
        if (state is IReadOnlyList<KeyValuePair<string, object?>> properties)
            WriteProperties(json, properties);
        if (exception is not null)
            json.WriteString("err", redaction.Clean(Cut(exception.ToString())));
        json.WriteEndObject();
        json.Flush();
        lines.Add(buffer.WrittenSpan.ToArray());
        unused = (buffer, json);
    }

    /// <summary>
    /// The formatted message contains the values of sensitive placeholders too: if there are any, the template itself is logged instead.
    /// </summary>
    private static string Message<TState>(TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is IReadOnlyList<KeyValuePair<string, object?>> properties)
        {
            string? template = null;
            var sensitive = false;
            for (var i = 0; i < properties.Count; i++)
            {
                var (name, value) = properties[i];
                if (name == OriginalFormat)
                    template = value as string;
                else
                    sensitive |= Known(name).IsSensitive;
            }
            if (sensitive && template is not null)
                return template;
        }
        return formatter(state, exception);
    }

    private void WriteRequest(Utf8JsonWriter json)
    {
        if (requests?.HttpContext is { } context)
        {
            json.WriteString("requestId", context.TraceIdentifier);
            if (context.User.FindFirst(ClaimTypes.NameIdentifier) is { } user)
                json.WriteString("userId", user.Value);
        }
        if (Activity.Current is { } activity)
            json.WriteString("traceId", activity.TraceId.ToHexString());
    }

    private void WriteProperties(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> properties)
    {
        for (var i = 0; i < properties.Count; i++)
        {
            var (name, value) = properties[i];
            if (name == OriginalFormat)
                continue;
            var known = Known(name);
            if (known.IsSensitive)
                json.WriteString(known.Key, Redaction.Mark);
            else
                WriteValue(json, known.Key, value);
        }
    }

    private void WriteValue(Utf8JsonWriter json, JsonEncodedText key, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(key);
                break;
            case bool flag:
                json.WriteBoolean(key, flag);
                break;
            case int number:
                json.WriteNumber(key, number);
                break;
            case long number:
                json.WriteNumber(key, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(key, number);
                break;
            default:
                json.WriteString(key, redaction.Clean(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? ""));
                break;
        }
    }

    private static PropertyName Known(string name)
    {
        if (Names.TryGetValue(name, out var known))
            return known;
        known = new(JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(name)), Redaction.IsSensitive(name));
        if (Names.Count < MaxNames)
            Names[name] = known;
        return known;
    }

    private static string Cut(string text) => text.Length <= MaxExceptionLength ? text : text[..MaxExceptionLength] + " …";

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) NewWriter()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        return (buffer, new Utf8JsonWriter(buffer));
    }

    /// <summary>pino's level names, which the seed's log queries use.</summary>
    private static string Name(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "error",
            _ => "fatal",
        };

    /// <param name="Key">As it is in the log line.</param>
    private readonly record struct PropertyName(JsonEncodedText Key, bool IsSensitive);
}
