namespace PmCrm.Preview.Project;

/// <summary>How to start a compiled Pulumi program.</summary>
/// <param name="FileName">The executable, for example <c>dotnet</c>.</param>
/// <param name="Arguments">Its arguments, for example the program's assembly.</param>
/// <param name="WorkingDirectory">The program's folder, where the CLI would start it.</param>
public sealed record ProgramCommand(string FileName, IReadOnlyList<string> Arguments, string WorkingDirectory)
{
    /// <summary>Starts an assembly with the <c>dotnet</c> that runs this process.</summary>
    public static ProgramCommand ForAssembly(string path, string workingDirectory) => new(DotnetHost.Path, [path], workingDirectory);
}
