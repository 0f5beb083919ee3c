using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using OpenTelemetry;

namespace PmCrm.App.Operations;

/// <summary>
/// Sends spans to the Datadog agent's trace intake, which does not support OTLP: <c>PUT /v0.4/traces</c>, JSON, a list of spans for each
/// trace (docs.datadoghq.com/tracing/guide/send_traces_to_agent_by_api). The batch processor calls it on its own thread: spans that the
/// agent does not accept are lost, and nothing waits for it.
/// </summary>
public sealed class DatadogTraceExporter(HttpClient http, string service, string version) : BaseExporter<Activity>
{
    /// <summary>The path of the intake, relative to the agent's URL.</summary>
    private static readonly Uri Intake = new("v0.4/traces", UriKind.Relative);

    /// <summary>The sampling decision of the library that made the spans: keep.</summary>
    private const int Keep = 1;

    public override ExportResult Export(in Batch<Activity> batch)
    {
        var traces = new Dictionary<ActivityTraceId, List<Activity>>();
        foreach (var activity in batch)
        {
            if (!traces.TryGetValue(activity.TraceId, out var spans))
                traces[activity.TraceId] = spans = [];
            spans.Add(activity);
        }
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, Intake) { Content = new ReadOnlyMemoryContent(Json(traces.Values)) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Add("X-Datadog-Trace-Count", traces.Count.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("Datadog-Meta-Lang", ".NET");
            using var response = http.Send(request);
            return response.IsSuccessStatusCode ? ExportResult.Success : ExportResult.Failure;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return ExportResult.Failure;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            http.Dispose();
        base.Dispose(disposing);
    }

    private ReadOnlyMemory<byte> Json(IEnumerable<List<Activity>> traces)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartArray();
        foreach (var trace in traces)
        {
            json.WriteStartArray();
            foreach (var span in trace)
                Write(json, span, isFirst: span == trace[0]);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private void Write(Utf8JsonWriter json, Activity span, bool isFirst)
    {
        var isRequest = span.Kind == ActivityKind.Server;
        var (high, low) = Halves(span.TraceId);
        json.WriteStartObject();
        json.WriteString("service", service);
        json.WriteString("name", isRequest ? "aspnet_core.request" : "postgres.query");
        json.WriteString("resource", span.DisplayName);
        json.WriteString("type", isRequest ? "web" : "sql");
        json.WriteNumber("trace_id", low);
        json.WriteNumber("span_id", Number(span.SpanId));
        json.WriteNumber("parent_id", span.ParentSpanId == default ? 0 : Number(span.ParentSpanId));
        json.WriteNumber("start", Nanoseconds(span.StartTimeUtc - DateTime.UnixEpoch));
        json.WriteNumber("duration", Nanoseconds(span.Duration));
        json.WriteNumber("error", span.Status == ActivityStatusCode.Error ? 1 : 0);

        json.WriteStartObject("meta");
        json.WriteString("version", version);
        json.WriteString("span.kind", isRequest ? "server" : "client");
        // The upper half of a 128-bit id, which does not fit into trace_id; once for each trace of a request.
        if (isFirst)
            json.WriteString("_dd.p.tid", high.ToString("x16", CultureInfo.InvariantCulture));
        foreach (var (name, value) in span.TagObjects)
            if (value is not null)
                json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
        json.WriteEndObject();

        json.WriteStartObject("metrics");
        if (isFirst)
            json.WriteNumber("_sampling_priority_v1", Keep);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static (ulong High, ulong Low) Halves(ActivityTraceId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.CopyTo(bytes);
        return (BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }

    private static ulong Number(ActivitySpanId id)
    {
        Span<byte> bytes = stackalloc byte[8];
        id.CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    private static long Nanoseconds(TimeSpan time) => time.Ticks * (long)TimeSpan.NanosecondsPerTick;
}
