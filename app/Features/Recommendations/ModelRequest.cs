using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Recommendations;

/// <summary>What requests to both services have in common.</summary>
internal static class ModelRequest
{
    /// <summary>Tokens that one answer may have: twenty sentences and their JSON.</summary>
    public const int MaxOutputTokens = 1_500;

    /// <summary>Of one attempt, and there is one: a person waits for the answer.</summary>
    public static OutsideServiceOptions Service(string name, string address) =>
        new(name, new Uri(address))
        {
            MaxAttempts = 1,
            Timeout = RecommendationWording.TimeLimit,
            MaxAnswer = 256 * 1024,
        };

    public static HttpRequestMessage Of(string path, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
            write(writer);
        var content = new ByteArrayContent(body.WrittenSpan.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
    }

    /// <summary>The one form that an answer may have: a text for each number.</summary>
    public static void WriteSchema(Utf8JsonWriter writer) =>
        writer.WriteRawValue(
            """
            {"type":"object","properties":{"texts":{"type":"array","items":{"type":"object",
             "properties":{"number":{"type":"integer"},"text":{"type":"string"}},"required":["number","text"],"additionalProperties":false}}},
             "required":["texts"],"additionalProperties":false}
            """
        );

    /// <summary>Sends it, and reads the answer's JSON.</summary>
    /// <exception cref="HttpRequestException">
    /// There is none. The message has the status only: the body may repeat what was asked.
    /// </exception>
    public static async Task<ModelAnswer> Send(
        OutsideService service,
        HttpRequestMessage request,
        Func<JsonElement, ModelAnswer?> read,
        CancellationToken cancellationToken
    )
    {
        using var answer = await service.Client.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"{service.Name} answered {(int)answer.StatusCode}.", null, answer.StatusCode);
        try
        {
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            return read(json.RootElement) ?? throw new HttpRequestException($"{service.Name} answered without a text.");
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new HttpRequestException($"{service.Name} answered in a form that its API does not have.");
        }
    }
}
