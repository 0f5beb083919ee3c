using System.Diagnostics;

namespace PmCrm.App.Features.Addresses;

/// <summary>Answers after the same time, whatever the work was: how long it took would tell whether an address has an account.</summary>
internal static class SteadyTime
{
    /// <summary>Several times what the work takes.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromMilliseconds(250);

    /// <summary>Does the work, and returns when <see cref="Duration"/> is over, or the work is done where that takes longer.</summary>
    public static async Task Run(Func<Task> work, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        if (Duration - Stopwatch.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
            await Task.Delay(left, cancellationToken);
    }
}
