namespace PmCrm.App.Features.Enrichment;

/// <summary>What a source knows of a person. Every text of it is somebody else's and is checked before it is proposed.</summary>
public sealed record FoundPerson(string? Company, string? JobTitle, string? Email, string? LinkedIn);

/// <summary>A source that knows people.</summary>
public interface IPersonSource
{
    /// <summary>As the record of what came from where names it.</summary>
    string Name { get; }

    /// <returns>Null where it knows nobody like that.</returns>
    /// <exception cref="HttpRequestException">It does not answer, refuses, or answers in another form.</exception>
    Task<FoundPerson?> Find(string name, string? email, string? company, CancellationToken cancellationToken);
}
