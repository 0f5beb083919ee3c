using System.Globalization;

namespace PmCrm.Components.Common;

/// <summary>Writes durations as Google's APIs spell them: whole seconds with an <c>s</c>, for example <c>7776000s</c>.</summary>
public static class ApiDuration
{
    /// <summary>The duration in Google's spelling.</summary>
    /// <exception cref="ArgumentException">The duration is negative or not whole seconds.</exception>
    public static string ToApiSeconds(this TimeSpan duration) =>
        duration >= TimeSpan.Zero && duration.Ticks % TimeSpan.TicksPerSecond == 0
            ? $"{duration.Ticks / TimeSpan.TicksPerSecond}s"
            : throw new ArgumentException(
                $"{duration.ToString(null, CultureInfo.InvariantCulture)} is not a duration that Google accepts; accepted: whole seconds from zero.",
                nameof(duration)
            );
}
