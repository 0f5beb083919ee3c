using System.ComponentModel;
using System.Text.Json.Serialization;

namespace PmCrm.App.Features.Search;

/// <summary>A hit of a search.</summary>
public sealed record SearchHit
{
    [Description("\"contact\" or \"interaction\".")]
    public required string Kind { get; init; }

    public required Guid Id { get; init; }

    [Description("The contact itself, or the contact of the interaction.")]
    public required Guid ContactId { get; init; }

    [Description("The contact's name.")]
    public required string Name { get; init; }

    [Description("The interaction's summary, or the contact's company and job title.")]
    public string? Title { get; init; }

    [Description("The found words with the words around them; the found words are between « and ».")]
    public string? Snippet { get; init; }

    [Description("When the interaction was, or the contact's latest one.")]
    public DateTimeOffset? OccurredAt { get; init; }

    [Description("Higher is better; comparable only within one answer.")]
    public required double Score { get; init; }
}

/// <param name="Items">Best first.</param>
/// <param name="Ways">
/// The methods of the search: "fullText", "trigram" if the database supports it, "semantic" if vectors are available.
/// </param>
public sealed record SearchResponse(IReadOnlyList<SearchHit> Items, IReadOnlyList<string> Ways);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SearchResponse))]
internal sealed partial class SearchJson : JsonSerializerContext;
