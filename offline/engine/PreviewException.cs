namespace PmCrm.Preview;

/// <summary>The codes that the program exits with; commands that read the plan use <see cref="AnswerIsNo"/>.</summary>
public static class ExitCodes
{
    public const int Fine = 0;
    public const int AnswerIsNo = 1;
    public const int UsedWrongly = 2;
    public const int ProgramFailed = 3;
}

/// <summary>
/// An error that a person can act on: its message names the thing, where it is and what is accepted, and is printed
/// without a stack trace. Several problems found together come as one exception with one line for each.
/// </summary>
public sealed class PreviewException : Exception
{
    private PreviewException(string message, int exitCode, Exception? inner)
        : base(message, inner) => ExitCode = exitCode;

    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; }

    /// <summary>The input of the caller (arguments, project or stack files) is wrong.</summary>
    public static PreviewException Usage(string message, Exception? inner = null) => new(message, ExitCodes.UsedWrongly, inner);

    /// <summary>The Pulumi program could not be built or run to its end.</summary>
    public static PreviewException Program(string message, Exception? inner = null) => new(message, ExitCodes.ProgramFailed, inner);
}
