using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using AnchorAlias = YamlDotNet.Core.Events.AnchorAlias;
using DocumentEnd = YamlDotNet.Core.Events.DocumentEnd;
using DocumentStart = YamlDotNet.Core.Events.DocumentStart;
using Scalar = YamlDotNet.Core.Events.Scalar;
using StreamStart = YamlDotNet.Core.Events.StreamStart;
using Token = YamlDotNet.Core.Tokens.Token;

namespace PmCrm.Preview.Project;

/// <summary>
/// Reads the first YAML document of a file into <see cref="YamlNode"/>s. It uses YamlDotNet's event parser, which starts much
/// faster than its object mapper and keeps positions. Anchors, merge keys and limits follow gopkg.in/yaml.v3 (decode.go), the
/// library of the Pulumi CLI.
/// </summary>
public sealed class YamlReader
{
    private const int MaxDepth = 1000;

    // yaml.v3 refuses documents that consist of little but repetitions; a file of settings is far below this.
    private const int MaxRepeatedNodes = 400_000;

    private readonly Parser parser;
    private readonly string source;
    private readonly string file;
    private readonly Dictionary<string, (YamlNode? Node, int Size)> anchors = [];

    private int depth;
    private int size;
    private int repeated;

    private YamlReader(string source, string file)
    {
        parser = new Parser(new SteadyScanner(new Scanner(new StringReader(source))));
        this.source = source;
        this.file = file;
    }

    /// <summary>Loads the YAML library, so that the first file does not wait for it.</summary>
    public static void Prepare() => Read("key: [value]", "");

    /// <param name="path">The file to read.</param>
    /// <param name="name">The file's name in messages.</param>
    /// <returns>The document's root, or null when the file is empty.</returns>
    /// <exception cref="PreviewException">The file cannot be read, or is not well-formed YAML in UTF-8.</exception>
    public static YamlNode? ReadFile(string path, string name)
    {
        try
        {
            return Read(File.ReadAllText(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)), name);
        }
        catch (DecoderFallbackException error)
        {
            throw PreviewException.Usage($"{name}: not valid UTF-8", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw PreviewException.Usage($"cannot read {name}: {error.Message}", error);
        }
    }

    /// <param name="text">The document.</param>
    /// <param name="name">The file's name in messages.</param>
    /// <returns>The document's root, or null when there is none.</returns>
    /// <exception cref="PreviewException">It is not well-formed YAML.</exception>
    public static YamlNode? Read(string text, string name)
    {
        RefuseControlCharacters(text, name);
        try
        {
            return new YamlReader(text, name).ReadDocument();
        }
        catch (YamlException error)
        {
            // YamlDotNet refuses an empty block at the end of a file when its blank lines hold spaces; yaml.v3 does not.
            var trimmed = text.TrimEnd();
            if (trimmed.Length < text.Length && trimmed[^1] is '|' or '>' or '-' or '+' && text.AsSpan(trimmed.Length).Contains(' '))
                return Read(trimmed + text[trimmed.Length..].Replace(" ", "", StringComparison.Ordinal), name);
            var at = new Position(name, (int)error.Start.Line, (int)error.Start.Column);
            throw PreviewException.Usage($"{at}: not valid YAML: {error.Message}", error);
        }
    }

    // The reader of yaml.v3 (readerc.go) accepts these characters only, even in quotes.
    private static void RefuseControlCharacters(string text, string name)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (letter is (>= ' ' and <= '~') or '\n' or '\r' or '\t' or '\u0085' or (>= '\u00a0' and <= '\ufffd'))
                continue;
            var before = text[..i];
            var line = before.Count(one => one == '\n') + 1;
            var at = new Position(name, line, i - before.LastIndexOf('\n'));
            throw PreviewException.Usage(
                $"{at}: not valid YAML: control character U+{(int)letter:X4}; write it as \"\\u{(int)letter:x4}\""
            );
        }
    }

    private YamlNode? ReadDocument()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
            return null;
        var root = ReadNode();
        parser.Consume<DocumentEnd>();
        return root is YamlScalar scalar && YamlTypes.Resolve(scalar) is ConfigValue.Null ? null : root;
    }

    private YamlNode ReadNode()
    {
        size++;
        if (parser.TryConsume<AnchorAlias>(out var alias))
            return Repeat(alias);
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            var tag = scalar.Tag.IsEmpty ? "" : YamlTypes.ShortTag(scalar.Tag.Value);
            var node = new YamlScalar(At(scalar.Start), scalar.Value, scalar.Style != ScalarStyle.Plain, tag);
            if (scalar.Style == ScalarStyle.DoubleQuoted)
                RefuseEscapedSlash(scalar);
            Remember(scalar.Anchor, node, 1);
            return node;
        }
        if (++depth > MaxDepth)
            throw PreviewException.Usage($"{At(parser.Current!.Start)}: nested deeper than {MaxDepth} levels");
        var start = parser.Consume<NodeEvent>();
        var before = size;
        Remember(start.Anchor, null, 0);
        YamlNode read = start is SequenceStart ? ReadSequence(start) : ReadMapping(start);
        Remember(start.Anchor, read, size - before + 1);
        depth--;
        return read;
    }

    private YamlNode Repeat(AnchorAlias alias)
    {
        var name = alias.Value.Value;
        if (!anchors.TryGetValue(name, out var target))
            throw PreviewException.Usage($"{At(alias.Start)}: the anchor '*{name}' is not defined above it");
        if (target.Node is null)
            throw PreviewException.Usage($"{At(alias.Start)}: the anchor '*{name}' contains itself");
        size += target.Size;
        repeated += target.Size;
        return repeated <= MaxRepeatedNodes
            ? target.Node
            : throw PreviewException.Usage($"{At(alias.Start)}: anchors repeat more than {MaxRepeatedNodes} values");
    }

    private YamlSequence ReadSequence(NodeEvent start)
    {
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode());
        return new YamlSequence(At(start.Start), items);
    }

    private YamlMapping ReadMapping(NodeEvent start)
    {
        var entries = new List<YamlEntry>();
        var lines = new Dictionary<string, int>();
        YamlEntry? plainMerge = null,
            quotedMerge = null;
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var at = At(parser.Current!.Start);
            var key =
                ReadNode() as YamlScalar ?? throw PreviewException.Usage($"{at}: a key cannot be a list or a mapping; accepted: a text");
            if (!lines.TryAdd(key.Text, key.Position.Line))
                throw PreviewException.Usage($"{key.Position}: the key '{key.Text}' is already set on line {lines[key.Text]}");
            var entry = new YamlEntry(YamlTypes.KeyText(key), key, ReadNode());
            if (key.Text != "<<")
                entries.Add(entry);
            else if (key.IsQuoted)
                quotedMerge = entry;
            else
                plainMerge = entry;
        }
        // The CLI decodes twice. The first pass writes a quoted "<<" without quotes, so the second pass merges it too.
        foreach (var merge in new[] { plainMerge, quotedMerge })
            if (merge is not null)
                Merge(entries, merge.Value);
        return new YamlMapping(At(start.Start), entries);
    }

    // What is written wins over what is merged, and the first merged mapping over the next ones.
    private static void Merge(List<YamlEntry> entries, YamlNode value)
    {
        var known = entries.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        var merged = value is YamlSequence sequence ? sequence.Items : [value];
        foreach (var one in merged)
        {
            if (one is not YamlMapping mapping)
                throw PreviewException.Usage($"{one.Position}: '<<' merges a mapping, or a list of mappings");
            entries.AddRange(mapping.Entries.Where(entry => known.Add(entry.Key)));
        }
    }

    private void Remember(AnchorName anchor, YamlNode? node, int count)
    {
        if (anchor.IsEmpty)
            return;
        // YAML 1.2 allows more characters than yaml.v3 (scannerc.go).
        if (!anchor.Value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-'))
            throw PreviewException.Usage(
                $"{At(parser.Current!.Start)}: the anchor '&{anchor.Value}' may hold letters, digits, '_' and '-' only"
            );
        anchors[anchor.Value] = (node, count);
    }

    // An escape of YAML 1.2 that yaml.v3 does not know (scannerc.go).
    private void RefuseEscapedSlash(Scalar scalar)
    {
        var written = source.AsSpan((int)scalar.Start.Index, (int)(scalar.End.Index - scalar.Start.Index));
        for (var i = written.IndexOf('\\'); i >= 0 && i + 1 < written.Length; i++)
        {
            if (written[i] != '\\')
                continue;
            if (written[i + 1] == '/')
                throw PreviewException.Usage($"{At(scalar.Start)}: the Pulumi CLI does not know the escape \\/; write /");
            i++;
        }
    }

    private Position At(Mark mark) => new(file, (int)mark.Line, (int)mark.Column);

    // YamlDotNet 18.1 looks ahead twice after an anchored scalar in a flow mapping and loses a token. Here a second look changes nothing.
    private sealed class SteadyScanner(Scanner scanner) : IScanner
    {
        private bool hasCurrent;

        public Mark CurrentPosition => scanner.CurrentPosition;

        public Token? Current => scanner.Current;

        public bool MoveNext()
        {
            if (hasCurrent)
                ConsumeCurrent();
            return MoveNextWithoutConsuming();
        }

        public bool MoveNextWithoutConsuming() =>
            hasCurrent ? Current is not YamlDotNet.Core.Tokens.StreamEnd : hasCurrent = scanner.MoveNextWithoutConsuming();

        public void ConsumeCurrent()
        {
            hasCurrent = false;
            scanner.ConsumeCurrent();
        }
    }
}
