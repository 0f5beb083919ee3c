namespace PmCrm.App.Features.Enrichment;

/// <summary>A source's data about a person. All of it is untrusted and is checked before it is proposed.</summary>
public sealed record FoundPerson(string? Company, string? JobTitle, string? Email, string? LinkedIn);

/// <summary>A source with data about people.</summary>
public interface IPersonSource
{
    /// <summary>The name under which the origin of a value is recorded.</summary>
    string Name { get; }

    /// <returns>Null if the source does not know the person.</returns>
    /// <exception cref="HttpRequestException">The source does not answer, refuses, or sends an invalid answer.</exception>
    Task<FoundPerson?> Find(string name, string? email, string? company, CancellationToken cancellationToken);
}
