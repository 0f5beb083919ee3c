using System.Collections.Concurrent;

namespace PmCrm.Preview.Graph;

/// <summary>How a resource appears in a drawing.</summary>
internal enum Drawn
{
    /// <summary>Not at all: the configuration of a provider.</summary>
    No,

    /// <summary>As a box.</summary>
    Box,

    /// <summary>In the box of its owner; as a box if it has no owner.</summary>
    Part,

    /// <summary>As a part of the network that it belongs to.</summary>
    NetworkPart,

    /// <summary>As the frame of a network.</summary>
    Network,

    /// <summary>As the frame of a cluster.</summary>
    Cluster,

    /// <summary>As the frame of a namespace.</summary>
    Namespace,
}

/// <summary>Reads <c>roles.tsv</c>: what each type of resource is in a drawing. A type that it does not have is a box of its own.</summary>
internal static class RoleTable
{
    private static readonly Lazy<IReadOnlyList<(string Pattern, Drawn Drawn, BoxRole Role)>> Lines = new(Read);

    // A cache: the role is asked for many times for each resource, and a plan has about a hundred types.
    private static readonly ConcurrentDictionary<string, (Drawn, BoxRole)> Known = new(StringComparer.Ordinal);

    public static (Drawn Drawn, BoxRole Role) Of(string type) => Known.GetOrAdd(type, Find);

    private static (Drawn, BoxRole) Find(string type)
    {
        foreach (var (pattern, drawn, role) in Lines.Value)
            if (Fits(pattern, type))
                return (drawn, role);
        return (Drawn.Box, BoxRole.Other);
    }

    /// <summary>Whether the text has the form of the pattern, in which <c>*</c> stands for any text.</summary>
    internal static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var star = pattern.IndexOf('*');
        if (star < 0)
            return pattern.Equals(text, StringComparison.OrdinalIgnoreCase);
        if (!text.StartsWith(pattern[..star], StringComparison.OrdinalIgnoreCase))
            return false;
        var rest = pattern[(star + 1)..];
        if (rest.IsEmpty)
            return true;
        for (var at = star; at <= text.Length; at++)
            if (Fits(rest, text[at..]))
                return true;
        return false;
    }

    private static List<(string, Drawn, BoxRole)> Read()
    {
        using var stream = typeof(RoleTable).Assembly.GetManifestResourceStream("roles.tsv")
            ?? throw new InvalidOperationException("the table 'roles.tsv' is not part of this program");
        using var reader = new StreamReader(stream);
        var lines = new List<(string, Drawn, BoxRole)>();
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#')
            {
                var (pattern, word) = line.Split('\t') is [var before, var after]
                    ? (before, after)
                    : throw new InvalidOperationException($"roles.tsv: '{line}' is not a pattern and a role");
                var (drawn, role) = Meaning(word.TrimEnd('?'));
                lines.Add((pattern, word.EndsWith('?') ? Drawn.Part : drawn, role));
            }
        return lines;
    }

    private static (Drawn, BoxRole) Meaning(string word) =>
        word switch
        {
            "none" => (Drawn.No, BoxRole.Other),
            "network" => (Drawn.Network, BoxRole.Other),
            "cluster" => (Drawn.Cluster, BoxRole.Other),
            "namespace" => (Drawn.Namespace, BoxRole.Other),
            "netpart" => (Drawn.NetworkPart, BoxRole.Nat),
            "other" => (Drawn.Box, BoxRole.Other),
            "nat" => (Drawn.Box, BoxRole.Nat),
            "edge" => (Drawn.Box, BoxRole.Edge),
            "frontend" => (Drawn.Box, BoxRole.Frontend),
            "entry" => (Drawn.Box, BoxRole.Entry),
            "workload" => (Drawn.Box, BoxRole.Workload),
            "pool" => (Drawn.Box, BoxRole.Pool),
            "data" => (Drawn.Box, BoxRole.Data),
            "secret" => (Drawn.Box, BoxRole.Secret),
            "key" => (Drawn.Box, BoxRole.Key),
            "identity" => (Drawn.Box, BoxRole.Identity),
            "operations" => (Drawn.Box, BoxRole.Operations),
            _ => throw new InvalidOperationException($"roles.tsv: no role '{word}'"),
        };
}
