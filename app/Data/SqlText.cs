using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace PmCrm.App.Data;

/// <summary>
/// Caches the texts of statements. A statement runs many times with other values, and the driver finds its prepared statement fastest by
/// the same string instance. The number of texts is limited by the code, since they are built from the code's literals.
/// </summary>
internal static class SqlText
{
    private static readonly ConcurrentDictionary<string?[], string> Composed = new(PiecesComparer.Instance);
    private static readonly ConcurrentDictionary<string?[], string>.AlternateLookup<ReadOnlySpan<string?>> BySpan =
        Composed.GetAlternateLookup<ReadOnlySpan<string?>>();

    /// <param name="pieces">Literals, and null in place of each parameter.</param>
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

    /// <summary>Compares literals by reference, which is faster than comparing texts and never confuses two statements.</summary>
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
