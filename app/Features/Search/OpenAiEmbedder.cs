using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using PmCrm.App.OutsideServices;

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

/// <summary>
/// Embeddings by OpenAI's API, where OPENAI_API_KEY is set. Private notes are never among the texts. The shapes are those of
/// github.com/openai/openai-python: src/openai/types/embedding_create_params.py, create_embedding_response.py, embedding.py.
/// </summary>
/// <param name="service">Null where none is configured.</param>
public sealed class OpenAiEmbedder(OutsideService? service, string? apiKey) : IEmbedder
{
    /// <summary>Another service than the model that words recommendations: either may be away alone, with its own time limit.</summary>
    public const string ServiceName = "openai-embeddings";

    /// <summary>
    /// The answer to the worker's largest request: 32 vectors of 1536 numbers, each of which takes about 20 bytes of JSON, and as much
    /// again.
    /// </summary>
    private const int MaxAnswer = 4 * 1024 * 1024;

    /// <summary>For a person who waits for a search: one without it is better than a slow one.</summary>
    public static OutsideServiceOptions OfSearch { get; } =
        new(ServiceName, new Uri("https://api.openai.com/"))
        {
            MaxAttempts = 1,
            Timeout = TimeSpan.FromSeconds(2),
            MaxAnswer = MaxAnswer,
        };

    /// <summary>For the worker, for which nobody waits.</summary>
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
        // Only the status: the answer's text may repeat what was asked.
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
            throw new HttpRequestException("The embedding service answered in a form that its API does not have.");
        }
        var vectors = answer?.Data?.OrderBy(item => item.Index).ToList();
        // One for each text, all of one length: what is stored is compared with what is asked.
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
