using System.Globalization;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>The memory of a process in bytes, as reported by the kernel. Linux only (proc_pid_status(5)).</summary>
internal static class ProcessMemory
{
    /// <summary>The current resident set size.</summary>
    public static long Resident(int process) => Read(process, "VmRSS");

    /// <summary>The maximum since <see cref="ResetPeak"/>.</summary>
    public static long Peak(int process) => Read(process, "VmHWM");

    public static void ResetPeak(int process) => File.WriteAllText($"/proc/{process}/clear_refs", "5");

    private static long Read(int process, string what) =>
        File.ReadLines($"/proc/{process}/status")
            .Where(line => line.StartsWith(what + ":", StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024)
            .Single();
}
