using System.Globalization;
using PmCrm.LocalServers;

namespace PmCrm.Bench.Backend;

/// <summary>
/// Finds the methods of the native binary that run under load, from samples of its call stacks (perf-record(1)). The binary must have its
/// symbols.
/// </summary>
internal static class HotMethods
{
    private const int SamplesPerSecond = 2500;

    /// <summary>In percent of all samples. Methods that were in fewer differ from one recording to the next.</summary>
    private const double MinShare = 0.02;

    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(10);

    /// <summary>Why it is not possible here, or null.</summary>
    public static string? Missing =>
        ChildProcess.Find("perf") is null ? "perf is not installed (on Debian: apt-get install linux-perf)" : null;

    /// <summary>Samples a process until it ends.</summary>
    /// <param name="file">Receives the samples.</param>
    public static async Task Sample(int process, string file)
    {
        string[] arguments = ["record", "--call-graph", "fp", "-F", $"{SamplesPerSecond}", "-o", file, "-p", $"{process}"];
        var (code, printed) = await ChildProcess.Run("perf", arguments, limit: MaxTime);
        if (code != 0 || !File.Exists(file))
            throw new InvalidOperationException($"perf record failed:\n{printed}");
    }

    /// <summary>The native names of the methods, first those that were on the stack in the most samples.</summary>
    /// <exception cref="InvalidOperationException">There are hardly any: perf failed, or the binary has no symbols.</exception>
    public static async Task<List<string>> Read(string file, string binary)
    {
        var limit = MinShare.ToString(CultureInfo.InvariantCulture);
        // The fields and their order are given, since the standard ones differ from version to version.
        var (_, printed) = await ChildProcess.Run(
            "perf",
            [
                "report",
                "--stdio",
                "--children",
                "-g",
                "none",
                "-F",
                "overhead_children,dso,sym",
                "-t",
                "\t",
                "--percent-limit",
                limit,
                "-i",
                file,
            ],
            limit: MaxTime
        );
        List<string> names =
        [
            .. from line in printed.Split('\n')
            let fields = line.Split('\t', StringSplitOptions.TrimEntries)
            where fields.Length >= 3 && fields[1] == Path.GetFileName(binary)
            select fields[2] into symbol
            where symbol.StartsWith("[.] ", StringComparison.Ordinal)
            select symbol[4..] into name
            // Not of the runtime in C++, and not an address without a symbol.
            where !name.Contains(':', StringComparison.Ordinal) && !name.StartsWith("0x", StringComparison.Ordinal)
            select name,
        ];
        return names.Count > 500
            ? names
            : throw new InvalidOperationException($"Only {names.Count} methods were found in the samples:\n{printed}");
    }
}
