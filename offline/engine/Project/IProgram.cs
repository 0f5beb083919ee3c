namespace PmCrm.Preview.Project;

/// <summary>The program of a project, in its language.</summary>
public interface IProgram
{
    /// <summary>Makes it ready to run, with what the tools say on <paramref name="progress"/> as it comes.</summary>
    /// <exception cref="PreviewException">It cannot be made ready.</exception>
    Task BuildAsync(TextWriter progress, CancellationToken cancellationToken);

    /// <summary>How to start it.</summary>
    /// <exception cref="PreviewException">It has not been made ready.</exception>
    Task<ProgramCommand> CommandAsync(CancellationToken cancellationToken);
}
