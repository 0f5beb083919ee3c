using System.Diagnostics;

namespace PmCrm.App.Features.Addresses;

/// <summary>Answers after a constant time, since the time of the work would reveal whether an address has an account.</summary>
internal static class SteadyTime
{
    /// <summary>Several times longer than the work usually takes.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromMilliseconds(250);

    /// <summary>Does the work, and returns after <see cref="Duration"/>, or when the work is done if that takes longer.</summary>
    public static async Task Run(Func<Task> work, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        if (Duration - Stopwatch.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
            await Task.Delay(left, cancellationToken);
    }
}
