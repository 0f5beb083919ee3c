namespace PmCrm.Preview.Project;

/// <summary>How to start a compiled Pulumi program.</summary>
/// <param name="FileName">The executable, for example <c>dotnet</c>.</param>
/// <param name="Arguments">Its arguments, for example the program's assembly.</param>
/// <param name="WorkingDirectory">The program's folder, where the CLI would start it.</param>
public record ProgramCommand(string FileName, IReadOnlyList<string> Arguments, string WorkingDirectory)
{
    /// <summary>The arguments of one run; they may depend on the run.</summary>
    /// <param name="environment">The protocol's variables of the run.</param>
    public virtual IReadOnlyList<string> ArgumentsFor(IReadOnlyDictionary<string, string> environment) => Arguments;

    /// <summary>Environment variables of its language, besides the protocol's.</summary>
    public virtual IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>();

    /// <summary>Starts an assembly with the <c>dotnet</c> that runs this process.</summary>
    public static ProgramCommand ForAssembly(string path, string workingDirectory) => new(DotnetHost.Path, [path], workingDirectory);
}
