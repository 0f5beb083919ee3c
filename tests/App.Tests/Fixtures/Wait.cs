using System.Diagnostics;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>Waits, with a timeout, for another process.</summary>
internal static class Wait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Repeats the check until it is true.</summary>
    /// <param name="what">The awaited condition, for the error message.</param>
    public static async Task Until(string what, Func<Task<bool>> condition, TimeSpan timeout)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < timeout, $"waited in vain until {what}");
            await Task.Delay(Pause);
        }
    }
}
