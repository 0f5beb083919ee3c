using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PmCrm.App.Features.Search;

/// <summary>Turns texts into vectors that are near each other where the texts mean something similar.</summary>
public interface IEmbedder
{
    /// <summary>Whether there is one to ask; where there is not, search does without.</summary>
    bool IsConfigured { get; }

    /// <summary>Which model makes the vectors: those of different models cannot be compared.</summary>
    string Model { get; }

    /// <summary>One vector for each text, in their order.</summary>
    /// <exception cref="HttpRequestException">The service does not answer, or refuses.</exception>
    Task<IReadOnlyList<float[]>> Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken);
}

/// <summary>Embeddings by OpenAI's API, where OPENAI_API_KEY is set. Private notes are never among the texts.</summary>
public sealed class OpenAiEmbedder(HttpClient http, string? apiKey) : IEmbedder
{
    private static readonly Uri Endpoint = new("https://api.openai.com/v1/embeddings");

    public bool IsConfigured => apiKey is not null;

    public string Model => "text-embedding-3-small";

    public async Task<IReadOnlyList<float[]>> Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Endpoint)
        {
            Content = new ByteArrayContent(
                JsonSerializer.SerializeToUtf8Bytes(new EmbeddingRequest(Model, texts), EmbeddingJson.Default.EmbeddingRequest)
            ),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        using var response = await http.SendAsync(request, cancellationToken);
        // Only the status: the answer's text may repeat what was asked.
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"The embedding service answered {(int)response.StatusCode}.", null, response.StatusCode);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var answer = await JsonSerializer.DeserializeAsync(body, EmbeddingJson.Default.EmbeddingResponse, cancellationToken);
        if (answer?.Data.Count != texts.Count)
            throw new HttpRequestException("The embedding service did not answer with one vector for each text.");
        return [.. answer.Data.OrderBy(item => item.Index).Select(item => item.Embedding)];
    }
}

internal sealed record EmbeddingRequest(string Model, IReadOnlyList<string> Input);

internal sealed record EmbeddingResponse(IReadOnlyList<EmbeddingItem> Data);

internal sealed record EmbeddingItem(int Index, float[] Embedding);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EmbeddingRequest))]
[JsonSerializable(typeof(EmbeddingResponse))]
internal sealed partial class EmbeddingJson : JsonSerializerContext;
