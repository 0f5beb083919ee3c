using System.Text;

namespace PmCrm.Repository.Tests;

/// <summary>
/// Splits a shell script into its simple commands, each a list of words without quotes. Commands inside <c>$( )</c>, backticks, pipes and
/// aliases are commands of their own. Supports the parts of bash that this repository's scripts and documents use; here-documents are read
/// as commands.
/// </summary>
internal sealed class ShellCommands
{
    private readonly string script;
    private readonly List<IReadOnlyList<string>> commands = [];
    private int position;

    private ShellCommands(string script) => this.script = script;

    public static IReadOnlyList<IReadOnlyList<string>> Of(string script)
    {
        var parser = new ShellCommands(script.Replace("\\\n", " ", StringComparison.Ordinal));
        while (parser.position < parser.script.Length)
        {
            parser.ReadCommands('\0');
        }

        return parser.commands;
    }

    /// <summary>Reads up to <paramref name="end"/>, which belongs to the caller's substitution, or to the end of the script.</summary>
    private void ReadCommands(char end)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        while (position < script.Length)
        {
            var next = script[position++];
            if (next == end || (next == ')' && end == '\0') || next is '\n' or ';' or '|' or '&' or '(')
            {
                EndWord();
                EndCommand();
                if (next == end)
                {
                    return;
                }
            }
            else if (next is ' ' or '\t')
            {
                EndWord();
            }
            else if (next == '#' && !inWord)
            {
                SkipLine();
            }
            else if (next is '>' or '<')
            {
                // In 2>file, 2 is the stream.
                inWord = inWord && !word.ToString().All(char.IsAsciiDigit);
                EndWord();
                word.Clear();
                SkipRedirection();
            }
            else
            {
                inWord = true;
                ReadPart(next, word);
            }
        }

        EndWord();
        EndCommand();

        void EndWord()
        {
            if (inWord)
            {
                words.Add(word.ToString());
                word.Clear();
                inWord = false;
            }
        }

        void EndCommand()
        {
            if (words.Count > 0)
            {
                commands.Add(words);
                ReadAlias(words);
                words = [];
            }
        }
    }

    private void ReadPart(char next, StringBuilder word)
    {
        switch (next)
        {
            case '\'':
                var close = script.IndexOf('\'', position);
                close = close < 0 ? script.Length : close;
                word.Append(script, position, close - position);
                position = Math.Min(close + 1, script.Length);
                break;
            case '"':
                while (position < script.Length && script[position] != '"')
                {
                    ReadExpansion(script[position++], word);
                }

                position++;
                break;
            default:
                ReadExpansion(next, word);
                break;
        }
    }

    /// <summary>One character, an escaped one, or a substitution, whose text becomes <c>$</c>, because its output is unknown.</summary>
    private void ReadExpansion(char next, StringBuilder word)
    {
        if (next == '\\' && position < script.Length)
        {
            word.Append(script[position++]);
        }
        else if (next == '$' && position < script.Length && script[position] == '(')
        {
            position++;
            ReadCommands(')');
            word.Append('$');
        }
        else if (next == '$' && position < script.Length && script[position] == '{')
        {
            var close = script.IndexOf('}', position);
            position = close < 0 ? script.Length : close + 1;
            word.Append('$');
        }
        else if (next == '`')
        {
            ReadCommands('`');
            word.Append('$');
        }
        else
        {
            word.Append(next);
        }
    }

    private void ReadAlias(List<string> words)
    {
        if (words is ["alias", var definition, ..] && definition.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
        {
            commands.AddRange(Of(definition[(equals + 1)..]));
        }
    }

    private void SkipLine()
    {
        var end = script.IndexOf('\n', position);
        position = end < 0 ? script.Length : end;
    }

    private void SkipRedirection()
    {
        while (position < script.Length && script[position] is '>' or '<' or '&' or ' ')
        {
            position++;
        }

        var target = new StringBuilder();
        while (position < script.Length && !" \t\n;|&)".Contains(script[position], StringComparison.Ordinal))
        {
            ReadPart(script[position++], target);
        }
    }
}
