using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Recommendations;

/// <summary>The common part of requests to both services.</summary>
internal static class ModelRequest
{
    /// <summary>Maximum number of tokens of one answer: twenty sentences and their JSON.</summary>
    public const int MaxOutputTokens = 1_500;

    /// <summary>One attempt with a time limit: a person is waiting for the answer.</summary>
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

    /// <summary>The JSON schema of an answer: a text for each number.</summary>
    public static void WriteSchema(Utf8JsonWriter writer) =>
        writer.WriteRawValue(
            """
            {"type":"object","properties":{"texts":{"type":"array","items":{"type":"object",
             "properties":{"number":{"type":"integer"},"text":{"type":"string"}},"required":["number","text"],"additionalProperties":false}}},
             "required":["texts"],"additionalProperties":false}
            """
        );

    /// <summary>Sends the request and parses the answer.</summary>
    /// <exception cref="HttpRequestException">
    /// There is no valid answer. The message has only the status, since the body may repeat the prompt.
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
            throw new HttpRequestException($"The answer of {service.Name} does not have the format of its API.");
        }
    }
}
