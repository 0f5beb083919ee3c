using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Workload;

/// <summary>Arguments of <see cref="RotatingKey"/>.</summary>
public sealed class RotatingKeyArgs : ResourceArgs
{
    /// <summary>Which key is current, from 1. Raise it by one to rotate.</summary>
    public required int Version { get; init; }

    /// <summary>Length of a key in bytes. Default 32, a 256-bit key.</summary>
    public int LengthBytes { get; init; } = 32;

    /// <summary>Whether a key may be deleted, which makes what it encrypts unreadable. Default: it may not.</summary>
    public Protection Protection { get; init; } = Protection.On;
}
