using System.Text.RegularExpressions;

namespace PmCrm.Repository.Tests;

/// <summary>Finds errors in the calls of gcloud, gh, kubectl, make and pulumi in a shell script.</summary>
internal static partial class CommandReferences
{
    /// <summary>Words that may precede a command.</summary>
    private static readonly HashSet<string> Before =
    [
        "!",
        "{",
        "}",
        "do",
        "elif",
        "else",
        "env",
        "eval",
        "exec",
        "export",
        "if",
        "sudo",
        "then",
        "time",
        "until",
        "while",
        "xargs",
    ];

    private static readonly Dictionary<string, ToolReference> Tools = new[] { "gcloud", "gh", "kubectl", "pulumi" }.ToDictionary(
        tool => tool,
        ToolReference.Read
    );

    private static readonly string Makefile = File.ReadAllText(Path.Combine(Checkout.Root, "Makefile"));

    /// <summary>The calls in the script, each with its first fault or null.</summary>
    public static IEnumerable<(string Call, string? Fault)> Check(string script) =>
        ShellCommands
            .Of(script)
            .Select(WithoutWordsBefore)
            .Where(words => words.Count > 0 && (words[0] == "make" || Tools.ContainsKey(words[0])))
            .Select(words => (string.Join(' ', words), Fault(words)));

    private static string? Fault(List<string> words)
    {
        if (words[0] == "make")
        {
            return words.Skip(1).Select(MakeFault).FirstOrDefault(fault => fault is not null);
        }

        return Tools[words[0]].Fault(words) ?? MissingFlags(words);
    }

    private static List<string> WithoutWordsBefore(IReadOnlyList<string> words) =>
        [.. words.SkipWhile(word => Before.Contains(word) || AssignmentWord().IsMatch(word))];

    /// <summary>
    /// A Cloud KMS key or version needs its ring and location besides its name; there is no default for them
    /// (cloud.google.com/sdk/gcloud/reference/kms/keys/versions/restore and its neighbours).
    /// </summary>
    private static string? MissingFlags(List<string> words)
    {
        if (
            words.Count < 4
            || words[0] != "gcloud"
            || words[1] != "kms"
            || words.Any(word => word.StartsWith("projects/", StringComparison.Ordinal))
        )
        {
            return null;
        }

        string[] needed = (words[2], words[3]) switch
        {
            ("keyrings", _) => ["--location"],
            ("keys", "versions") => words[4] is "list" or "create" or "restore" or "destroy" or "enable" or "disable" or "describe"
                ? ["--location", "--keyring", "--key"]
                : [],
            ("keys", _) => ["--location", "--keyring"],
            _ => [],
        };
        return needed
            .Where(flag => !words.Any(word => word == flag || word.StartsWith(flag + "=", StringComparison.Ordinal)))
            .Select(flag => $"gcloud kms {words[2]} {words[3]} needs {flag}")
            .FirstOrDefault();
    }

    private static string? MakeFault(string word)
    {
        if (word is "-s" or "-n" or "-k")
        {
            return null;
        }

        if (word.Split('=') is [var variable, _, ..])
        {
            return Regex.IsMatch(Makefile, $@"\b{Regex.Escape(variable)}\b") ? null : $"the Makefile has no variable {variable}";
        }

        return Makefile.Contains($"\n{word}:", StringComparison.Ordinal) ? null : $"the Makefile has no target {word}";
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*=")]
    private static partial Regex AssignmentWord();
}
