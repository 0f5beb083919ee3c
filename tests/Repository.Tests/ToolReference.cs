namespace PmCrm.Repository.Tests;

/// <summary>
/// The commands and flags of a command-line tool, from References/TOOL.tsv, which names the tool's version and the source of the list.
/// </summary>
internal sealed class ToolReference
{
    private const string AnyTool = "--help";

    private readonly string tool;

    /// <summary>Command → whether it takes arguments.</summary>
    private readonly Dictionary<string, bool> commands = new(StringComparer.Ordinal);

    /// <summary>Command and flag → yes, no or optional: whether the flag takes a value.</summary>
    private readonly Dictionary<(string Command, string Flag), string> flags = [];

    private ToolReference(string tool) => this.tool = tool;

    public static ToolReference Read(string tool)
    {
        var reference = new ToolReference(tool);
        var file = Path.Combine(Checkout.Root, "tests", "Repository.Tests", "References", tool + ".tsv");
        foreach (var row in File.ReadLines(file).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t')))
        {
            if (row[1].Length == 0)
            {
                reference.commands[row[0]] = row[2] == "yes";
            }
            else
            {
                reference.flags[(row[0], row[1])] = row[2];
            }
        }

        return reference;
    }

    /// <summary>Returns the first error of a command line, whose first word is the tool; null if it is correct.</summary>
    public string? Fault(IReadOnlyList<string> words)
    {
        var command = tool;
        var arguments = 0;
        var given = new List<string>();
        for (var index = 1; index < words.Count && words[index] != "--"; index++)
        {
            var word = words[index];
            if (word.StartsWith('-') && word.Length > 1)
            {
                given.Add(word);
                if (TakesNextWord(command, word) && ++index == words.Count)
                {
                    return $"{word} of {command} needs a value";
                }
            }
            else if (arguments == 0 && commands.ContainsKey($"{command} {word}"))
            {
                command = $"{command} {word}";
            }
            else if (!commands[command])
            {
                return $"{command} has no command or argument '{word}'";
            }
            else
            {
                arguments++;
            }
        }

        return given.Select(flag => FlagFault(command, flag)).FirstOrDefault(fault => fault is not null);
    }

    private string? FlagFault(string command, string word)
    {
        var name = word.Split('=')[0];
        if (Find(command, name) is { } takes)
        {
            return
                takes == "no"
                && word.Contains('=', StringComparison.Ordinal)
                && !word.EndsWith("=false", StringComparison.Ordinal)
                && !word.EndsWith("=true", StringComparison.Ordinal)
                ? $"{name} of {command} takes no value"
                : null;
        }

        // -ojson is -o json, and -it is -i -t.
        if (
            !word.StartsWith("--", StringComparison.Ordinal)
            && (Find(command, word[..2]) == "yes" || word[1..].All(letter => Find(command, $"-{letter}") == "no"))
        )
        {
            return null;
        }

        return $"{command} has no flag {name}";
    }

    private bool TakesNextWord(string command, string word) =>
        !word.Contains('=', StringComparison.Ordinal) && Find(command, word) == "yes";

    /// <summary>A flag belongs to one command, or to a group and then to every command of the group.</summary>
    private string? Find(string command, string flag)
    {
        for (var at = command; at.Length > 0; at = at[..Math.Max(at.LastIndexOf(' '), 0)])
        {
            if (flags.TryGetValue((at, flag), out var takes))
            {
                return takes;
            }

            // gcloud: --no-NAME switches a flag off that takes no value (cloud.google.com/sdk/gcloud/reference, "--[no-]NAME").
            if (
                tool == "gcloud"
                && flag.StartsWith("--no-", StringComparison.Ordinal)
                && flags.TryGetValue((at, "--" + flag["--no-".Length..]), out takes)
                && takes == "no"
            )
            {
                return takes;
            }
        }

        return flag == AnyTool ? "no" : null;
    }
}
