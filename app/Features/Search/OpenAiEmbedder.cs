using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Search;

/// <summary>Converts texts to vectors; texts with similar meanings have vectors that are close to each other.</summary>
public interface IEmbedder
{
    /// <summary>Whether an embedding service is configured; without one, search works without vectors.</summary>
    bool IsConfigured { get; }

    /// <summary>The model that makes the vectors; vectors of different models cannot be compared.</summary>
    string Model { get; }

    /// <summary>One vector for each text, in their order.</summary>
    /// <exception cref="HttpRequestException">The service does not answer, or refuses.</exception>
    Task<IReadOnlyList<float[]>> Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken);
}

/// <summary>
/// Embeddings with OpenAI's API, if OPENAI_API_KEY is set. Private notes are never sent. The request and answer formats are those of
/// github.com/openai/openai-python: src/openai/types/embedding_create_params.py, create_embedding_response.py, embedding.py.
/// </summary>
/// <param name="service">Null if none is configured.</param>
public sealed class OpenAiEmbedder(OutsideService? service, string? apiKey) : IEmbedder
{
    /// <summary>A separate service from the model that words recommendations: each may fail alone, and has its own time limit.</summary>
    public const string ServiceName = "openai-embeddings";

    /// <summary>
    /// In bytes: the answer to the worker's largest request, 32 vectors of 1536 numbers with about 20 bytes of JSON each, and the same
    /// again as a reserve.
    /// </summary>
    private const int MaxAnswer = 4 * 1024 * 1024;

    /// <summary>For a search, in which a person waits: a result without vectors is better than a slow one.</summary>
    public static OutsideServiceOptions OfSearch { get; } =
        new(ServiceName, new Uri("https://api.openai.com/"))
        {
            MaxAttempts = 1,
            Timeout = TimeSpan.FromSeconds(2),
            MaxAnswer = MaxAnswer,
        };

    /// <summary>For the worker, where no person waits.</summary>
    public static OutsideServiceOptions OfWorker { get; } = OfSearch with { MaxAttempts = 3, Timeout = TimeSpan.FromSeconds(30) };

    public bool IsConfigured => service is not null;

    public string Model => "text-embedding-3-small";

    public async Task<IReadOnlyList<float[]>> Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/embeddings")
        {
            Content = new ByteArrayContent(
                JsonSerializer.SerializeToUtf8Bytes(new EmbeddingRequest(Model, texts), EmbeddingJson.Default.EmbeddingRequest)
            ),
        }.MarkRepeatable();
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        using var response = await service!.Client.SendAsync(request, cancellationToken);
        // Only the status, since the answer's text may repeat the input.
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"The embedding service answered {(int)response.StatusCode}.", null, response.StatusCode);
        return Vectors(await response.Content.ReadAsByteArrayAsync(cancellationToken), texts.Count);
    }

    private static float[][] Vectors(byte[] json, int count)
    {
        EmbeddingResponse? answer;
        try
        {
            answer = JsonSerializer.Deserialize(json, EmbeddingJson.Default.EmbeddingResponse);
        }
        catch (JsonException)
        {
            throw new HttpRequestException("The embedding service's answer does not have the format of its API.");
        }
        var vectors = answer?.Data?.OrderBy(item => item.Index).ToList();
        // One vector for each text, all of the same length, because stored vectors are compared with the query's.
        if (
            vectors is null
            || !vectors.Select(item => item.Index).SequenceEqual(Enumerable.Range(0, count))
            || vectors.Exists(item => item.Embedding is not { Length: > 0 } || item.Embedding.Length != vectors[0].Embedding.Length)
        )
            throw new HttpRequestException("The embedding service did not answer with one vector for each text.");
        return [.. vectors.Select(item => item.Embedding)];
    }
}

internal sealed record EmbeddingRequest(string Model, IReadOnlyList<string> Input);

internal sealed record EmbeddingResponse(IReadOnlyList<EmbeddingItem> Data);

internal sealed record EmbeddingItem(int Index, float[] Embedding);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EmbeddingRequest))]
[JsonSerializable(typeof(EmbeddingResponse))]
internal sealed partial class EmbeddingJson : JsonSerializerContext;
