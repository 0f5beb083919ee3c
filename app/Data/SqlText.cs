using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace PmCrm.App.Data;

/// <summary>
/// The texts of statements, each composed once: a statement runs many times with other values, and the driver finds what it prepared
/// fastest by the same string. There are as many as the code has ways to compose a statement, for its pieces are the code's literals.
/// </summary>
internal static class SqlText
{
    private static readonly ConcurrentDictionary<string?[], string> Composed = new(PiecesComparer.Instance);
    private static readonly ConcurrentDictionary<string?[], string>.AlternateLookup<ReadOnlySpan<string?>> BySpan =
        Composed.GetAlternateLookup<ReadOnlySpan<string?>>();

    /// <param name="pieces">Literals, and null where a parameter stands.</param>
    public static string Of(ReadOnlySpan<string?> pieces)
    {
        if (BySpan.TryGetValue(pieces, out var known))
            return known;
        var text = Compose(pieces);
        BySpan.TryAdd(pieces, text);
        return text;
    }

    private static string Compose(ReadOnlySpan<string?> pieces)
    {
        var text = new StringBuilder();
        var parameter = 0;
        foreach (var piece in pieces)
        {
            if (piece is null)
                text.Append(CultureInfo.InvariantCulture, $"${++parameter}");
            else
                text.Append(piece);
        }
        return text.ToString();
    }

    /// <summary>By the literals' identity, which costs less than their text and never takes one statement for another.</summary>
    private sealed class PiecesComparer : IEqualityComparer<string?[]>, IAlternateEqualityComparer<ReadOnlySpan<string?>, string?[]>
    {
        public static readonly PiecesComparer Instance = new();

        public bool Equals(string?[]? x, string?[]? y) => Equals(x.AsSpan(), y.AsSpan());

        public bool Equals(ReadOnlySpan<string?> alternate, string?[] other) => Equals(alternate, other.AsSpan());

        public int GetHashCode(string?[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<string?> alternate)
        {
            var hash = alternate.Length;
            foreach (var piece in alternate)
                hash = unchecked(hash * 31 + (piece?.Length ?? -1));
            return hash;
        }

        public string?[] Create(ReadOnlySpan<string?> alternate) => alternate.ToArray();

        private static bool Equals(ReadOnlySpan<string?> x, ReadOnlySpan<string?> y)
        {
            if (x.Length != y.Length)
                return false;
            for (var i = 0; i < x.Length; i++)
                if (!ReferenceEquals(x[i], y[i]))
                    return false;
            return true;
        }
    }
}
