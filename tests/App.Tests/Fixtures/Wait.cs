using System.Diagnostics;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>Bounded waits for what another process does.</summary>
internal static class Wait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Asks until it is so.</summary>
    /// <param name="what">What is waited for, as a message says it.</param>
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
