using System.ComponentModel;
using System.Text.Json.Serialization;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Enrichment;

/// <summary>A value that another source has for one field of a contact. The contact does not change until the person accepts it.</summary>
public sealed record EnrichmentProposal
{
    public required Guid Id { get; init; }

    public required Guid ContactId { get; init; }

    [Description("company, jobTitle, email or profile; the last two are added to the contact's list.")]
    public required string Field { get; init; }

    [Description("The contact's value at that time; null if the proposal adds a value.")]
    public string? OldValue { get; init; }

    [Description("The value of the source.")]
    public required string NewValue { get; init; }

    [Description("The source: apollo.")]
    public required string Source { get; init; }

    [Description("When the source was asked.")]
    public required DateTimeOffset FoundAt { get; init; }

    [Description("open, accepted or rejected.")]
    public required string Status { get; init; }

    [Description("When it was accepted or rejected; null while it is open.")]
    public DateTimeOffset? DecidedAt { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EnrichmentProposal))]
[JsonSerializable(typeof(Page<EnrichmentProposal>))]
internal sealed partial class EnrichmentJson : JsonSerializerContext;
