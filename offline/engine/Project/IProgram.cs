namespace PmCrm.Preview.Project;

/// <summary>The program of a project, in its language.</summary>
public interface IProgram
{
    /// <summary>Prepares it to run. The tools' output goes to <paramref name="progress"/> as it arrives.</summary>
    /// <exception cref="PreviewException">It cannot be prepared.</exception>
    Task BuildAsync(TextWriter progress, CancellationToken cancellationToken);

    /// <summary>How to start it.</summary>
    /// <exception cref="PreviewException">It has not been prepared.</exception>
    Task<ProgramCommand> CommandAsync(CancellationToken cancellationToken);
}
