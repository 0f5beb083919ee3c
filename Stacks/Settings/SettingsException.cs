using Pulumi;

namespace PmCrm.Stacks.Settings;

/// <summary>
/// The configuration cannot be deployed. The message lists every problem at once, each with its key, its value unless that is secret,
/// and what is accepted. Pulumi shows a <see cref="RunException"/> without a stack trace.
/// </summary>
public sealed class SettingsException : RunException
{
    /// <summary>Lists the problems of a stack's configuration.</summary>
    public SettingsException(string stack, IReadOnlyList<string> problems)
        : base(
            $"The configuration of stack '{stack}' has {problems.Count} {(problems.Count == 1 ? "problem" : "problems")}:{Environment.NewLine}"
                + string.Join(Environment.NewLine, problems.Select(problem => $"  {problem}"))
        ) => Problems = problems;

    /// <summary>The problems, one sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }
}
