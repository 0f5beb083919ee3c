namespace PmCrm.App.Data;

/// <summary>
/// Stored data has a shape that this version does not know: a newer version wrote it, as happens during a rolling update. It is neither
/// changed nor given up. A worker leaves it to a newer one.
/// </summary>
/// <param name="what">The kind of data, without any value.</param>
public sealed class NewerVersionException(string what, Exception? inner = null)
    : Exception($"{what} was written by a newer version of this program.", inner);
