namespace PmCrm.Preview.Project;

/// <summary>Where something stands in a file, counted from one.</summary>
public readonly record struct Position(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>A parsed YAML value that remembers where it stands, so that every complaint can say so.</summary>
public abstract record YamlNode(Position Position);

/// <param name="Text">The scalar as written, unquoted.</param>
/// <param name="IsPlain">Not quoted, and so subject to YAML's typing (numbers, booleans, null).</param>
public sealed record YamlScalar(Position Position, string Text, bool IsPlain) : YamlNode(Position);

public sealed record YamlSequence(Position Position, IReadOnlyList<YamlNode> Items) : YamlNode(Position);

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

public sealed record YamlEntry(string Key, Position Position, YamlNode Value);
