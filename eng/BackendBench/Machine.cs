using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;

namespace PmCrm.Bench.Backend;

/// <summary>Figures of this machine and its processes.</summary>
internal static class Machine
{
    /// <summary>
    /// Whether more programs are ready to run than there are processors (proc_loadavg(5)): then wall-clock times include waiting.
    /// </summary>
    public static bool IsBusy() =>
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) > Environment.ProcessorCount;

    public static TimeSpan ProcessorTime(int process)
    {
        using var found = Process.GetProcessById(process);
        return found.TotalProcessorTime;
    }

    /// <summary>
    /// Resident memory in MiB. taskset replaces itself with the program that it starts, so its process id is the program's.
    /// </summary>
    /// <param name="line">VmRSS for the current value, VmHWM for the peak (proc_pid_status(5)).</param>
    public static double Resident(int process, string line = "VmRSS") =>
        File.ReadLines($"/proc/{process}/status")
            .Where(text => text.StartsWith(line + ":", StringComparison.Ordinal))
            .Select(text => double.Parse(text.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024)
            .Single();

    /// <summary>Size of the file in MB, compressed as in an image.</summary>
    public static double Compressed(string file)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true))
        using (var input = File.OpenRead(file))
            input.CopyTo(gzip);
        return output.Length / 1e6;
    }
}
