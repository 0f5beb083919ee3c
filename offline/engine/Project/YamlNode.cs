namespace PmCrm.Preview.Project;

/// <summary>A place in a file. Lines and columns are counted from one.</summary>
public readonly record struct Position(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>A parsed YAML value with its place in the file, so that every message can name it.</summary>
public abstract record YamlNode(Position Position);

/// <param name="Position">Where it starts.</param>
/// <param name="Text">Its text, without quotes and escapes.</param>
/// <param name="IsQuoted">In quotes or a block (<c>|</c>, <c>&gt;</c>), so a text unless a tag says otherwise.</param>
/// <param name="Tag">Its tag in the short form, for example <c>!!int</c>; empty when it has none.</param>
public sealed record YamlScalar(Position Position, string Text, bool IsQuoted, string Tag) : YamlNode(Position)
{
    /// <summary>Nothing is written: <c>key:</c>, or an empty file.</summary>
    public bool IsEmpty => Text.Length == 0 && !IsQuoted && Tag.Length == 0;
}

public sealed record YamlSequence(Position Position, IReadOnlyList<YamlNode> Items) : YamlNode(Position);

/// <param name="Position">Where it starts.</param>
/// <param name="Entries">Its entries, merge keys (<c>&lt;&lt;</c>) resolved.</param>
public sealed record YamlMapping(Position Position, IReadOnlyList<YamlEntry> Entries) : YamlNode(Position)
{
    /// <summary>The value under <paramref name="key"/>, or null when the mapping has no such key.</summary>
    public YamlNode? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
                if (entry.Key == key)
                    return entry.Value;
            return null;
        }
    }
}

/// <param name="Key">The key as the Pulumi CLI prints it: <c>0x10</c> is <c>16</c>.</param>
/// <param name="Scalar">The key as written.</param>
/// <param name="Value">The value under the key.</param>
public sealed record YamlEntry(string Key, YamlScalar Scalar, YamlNode Value)
{
    /// <summary>Where the key starts.</summary>
    public Position Position => Scalar.Position;

    /// <summary>The key is a text; others are numbers, booleans, times or null.</summary>
    public bool IsTextKey => YamlTypes.Resolve(Scalar) is ConfigValue.Text;
}
