namespace PmCrm.App.Features.Recommendations;

/// <summary>A model's answer: text that should be JSON, and its cost. None of it is trusted.</summary>
public sealed record ModelAnswer(string Text, long Tokens);

/// <summary>An external language model that words recommendations. It gets a prompt and returns text: it can do nothing else.</summary>
public interface IWordingModel
{
    /// <summary>Service and model. Stored texts of another model are not reused.</summary>
    string Name { get; }

    /// <param name="instructions">The task.</param>
    /// <param name="data">The input as JSON.</param>
    /// <exception cref="HttpRequestException">There is no answer, or it does not have the format of the service's API.</exception>
    Task<ModelAnswer> Ask(string instructions, string data, CancellationToken cancellationToken);
}
