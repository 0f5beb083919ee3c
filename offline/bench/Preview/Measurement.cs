using System.Diagnostics;
using System.Globalization;

namespace PmCrm.Preview.Bench;

/// <summary>Wall time and memory of a command, over several runs.</summary>
/// <param name="program">A native program, or an assembly for <c>dotnet</c>.</param>
internal sealed class Measurement(string name, string program, params string[] arguments)
{
    // The first run may build.
    private static readonly TimeSpan FirstLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan TimedLimit = TimeSpan.FromMinutes(2);

    private readonly List<double> seconds = [];

    public string Name => name;

    public double MedianSeconds => seconds.Order().ElementAt(seconds.Count / 2);

    /// <summary>The peak memory of the process and its children: the sum of their own peaks.</summary>
    public double PeakMiB { get; private set; }

    /// <exception cref="InvalidOperationException">The command failed; its errors are in the message.</exception>
    public void Run(bool record)
    {
        var isAssembly = Path.GetExtension(program) == ".dll";
        var start = new ProcessStartInfo(isAssembly ? "dotnet" : program, isAssembly ? [program, .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var limit = record ? TimedLimit : FirstLimit;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var peaks = new Dictionary<int, long>();
        // Memory is sampled only in runs that are not timed, because sampling costs time.
        while (!record && !process.HasExited && clock.Elapsed < limit)
        {
            Observe(process.Id, peaks);
            process.WaitForExit(5);
        }
        if (!process.WaitForExit(limit - clock.Elapsed > TimeSpan.Zero ? limit - clock.Elapsed : TimeSpan.Zero))
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        clock.Stop();
        output.Wait();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{name} failed with {process.ExitCode}:\n{errors.Result}");
        if (record)
            seconds.Add(clock.Elapsed.TotalSeconds);
        else
            PeakMiB = peaks.Values.Sum() / 1024.0;
    }

    // Kilobytes by process id. Where there is no /proc, memory reads as zero.
    private static void Observe(int id, Dictionary<int, long> peaks)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{id}/status"))
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                    peaks[id] = long.Parse(line.AsSpan(6).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture);
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{id}/task"))
            foreach (var child in File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                Observe(int.Parse(child, CultureInfo.InvariantCulture), peaks);
        }
        catch (IOException)
        {
            // The process ended between two samples.
        }
    }
}
