using PmCrm.Components.Common;
using PmCrm.Components.Workload;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="RotatingKey"/> alone.</summary>
public static class RotatingKeyExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var signing = new RotatingKey("jwt-secret", new RotatingKeyArgs { Version = 2, Protection = Protection.Off });
        var current = signing.Current;
        var previous = signing.Previous;
    }
}
