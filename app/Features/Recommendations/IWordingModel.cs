namespace PmCrm.App.Features.Recommendations;

/// <summary>What a model answered: text that is meant to be JSON, and what it cost. Nothing of it is trusted.</summary>
public sealed record ModelAnswer(string Text, long Tokens);

/// <summary>
/// A language model of somebody else's, which words recommendations. It gets a prompt and gives a text: it can do nothing else.
/// </summary>
public interface IWordingModel
{
    /// <summary>Service and model: texts of another one are not the same.</summary>
    string Name { get; }

    /// <param name="instructions">What to do.</param>
    /// <param name="data">JSON to do it with.</param>
    /// <exception cref="HttpRequestException">There is no answer, or none that the service's API knows.</exception>
    Task<ModelAnswer> Ask(string instructions, string data, CancellationToken cancellationToken);
}
