namespace PmCrm.Components.Common;

/// <summary>
/// Whether something that holds data may be deleted. Components default to <see cref="On"/>; turning it off needs an explicit value that a
/// reviewer sees.
/// </summary>
public enum Protection
{
    /// <summary>Deletion is refused, by the provider's API where it has such a switch and by Pulumi's <c>protect</c>.</summary>
    On,

    /// <summary>May be deleted and replaced like anything else: for environments whose data may be lost.</summary>
    Off,
}
