using System.ComponentModel;
using System.Diagnostics;

namespace PmCrm.Preview.Diff;

/// <summary>Runs git in a folder: without hooks, without prompts, and with messages in English.</summary>
internal static class Git
{
    // The list of `git rev-parse --local-env-vars`. Inside a git hook these variables point to a checkout other than the folder that we
    // name. The configuration variables among them are kept, because people set safe.directory with them.
    private static readonly string[] LocalVariables =
    [
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_OBJECT_DIRECTORY",
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_GRAFT_FILE",
        "GIT_INDEX_FILE",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_REPLACE_REF_BASE",
        "GIT_PREFIX",
        "GIT_SHALLOW_FILE",
        "GIT_COMMON_DIR",
    ];

    // core.hooksPath and core.fsmonitor of git-config(1): a folder without hooks, and no program that watches files.
    private static readonly string[] WithoutHooks = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"];

    /// <exception cref="PreviewException">git cannot be started.</exception>
    public static async Task<ChildResult> RunAsync(string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", folder, .. WithoutHooks, .. arguments]);
        foreach (var name in LocalVariables)
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        try
        {
            return await ChildProcess.RunAsync(start, line: null, cancellationToken);
        }
        catch (Win32Exception error)
        {
            throw PreviewException.Usage($"a comparison with another revision needs git, which cannot be started: {error.Message}", error);
        }
    }

    /// <summary>Why git failed, in its own words; lines without text are left out.</summary>
    public static string Reason(ChildResult result)
    {
        var lines = result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length > 0 ? string.Join('\n', lines) : $"git ended with {result.ExitCode}";
    }
}
