using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using PmCrm.LocalServers;

namespace PmCrm.Bench.Backend;

/// <summary>What this machine tells of its processes, and the binary that they run.</summary>
internal static class Machine
{
    /// <summary>More programs want to run than there are processors (proc_loadavg(5)): then a clock measures them, too.</summary>
    public static bool IsBusy() =>
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) > Environment.ProcessorCount;

    public static TimeSpan ProcessorTime(int process)
    {
        using var found = Process.GetProcessById(process);
        return found.TotalProcessorTime;
    }

    /// <summary>
    /// Resident memory in MiB. taskset replaces itself by the program that it starts, so its id is the program's.
    /// </summary>
    /// <param name="line">VmRSS for now, VmHWM for the most that there was (proc_pid_status(5)).</param>
    public static double Resident(int process, string line = "VmRSS") =>
        File.ReadLines($"/proc/{process}/status")
            .Where(text => text.StartsWith(line + ":", StringComparison.Ordinal))
            .Select(text => double.Parse(text.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024)
            .Single();

    /// <summary>The file's size in MB, as an image carries it.</summary>
    public static double Compressed(string file)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true))
        using (var input = File.OpenRead(file))
            input.CopyTo(gzip);
        return output.Length / 1e6;
    }

    /// <returns>The published binary; null where publishing failed, which was printed.</returns>
    public static async Task<string?> Publish()
    {
        var root = RepositoryRoot.Folder;
        var runtime = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        var output = Path.Combine(root, "artifacts", "published", runtime);
        var (code, printed) = await ChildProcess.Run(
            "dotnet",
            [
                "publish",
                Path.Combine(root, "app/App.csproj"),
                "--nologo",
                "-c",
                "Release",
                "-r",
                runtime,
                "-o",
                output,
                "-p:OpenApiGenerateDocuments=false",
            ],
            limit: TimeSpan.FromMinutes(30)
        );
        if (code == 0)
            return Path.Combine(output, "pmcrm");
        Console.Error.WriteLine(printed);
        return null;
    }
}
