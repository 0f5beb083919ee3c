namespace PmCrm.App.Jobs;

/// <summary>How long to wait before something is tried again: 2, 4, 8 … seconds.</summary>
public static class BackOff
{
    /// <summary>Well below where the power of two is no time span.</summary>
    private const int MaxExponent = 20;

    /// <param name="attempts">How often it was tried.</param>
    /// <param name="max">The longest wait.</param>
    public static TimeSpan After(int attempts, TimeSpan max) =>
        TimeSpan.FromSeconds(Math.Min(max.TotalSeconds, Math.Pow(2, Math.Min(attempts, MaxExponent))));
}
