using System.Runtime.InteropServices;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>
/// The CPU time of this thread: the cost of a computation, independent of other load on the machine. Linux only
/// (clock_gettime(2), CLOCK_THREAD_CPUTIME_ID).
/// </summary>
internal static class ThreadTime
{
    private const int ThreadClock = 3;

    public static TimeSpan Now
    {
        get
        {
            Assert.SkipUnless(OperatingSystem.IsLinux(), "The processor time of a thread is measured on Linux");
            Assert.Equal(0, ClockGetTime(ThreadClock, out var time));
            return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0);
        }
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ClockGetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
