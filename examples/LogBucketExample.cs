using PmCrm.Components.Common;
using PmCrm.Components.Operations;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="LogBucket"/> alone.</summary>
public static class LogBucketExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var logs = new LogBucket(
            "logs",
            new LogBucketArgs
            {
                Project = "my-project",
                PhysicalName = "crm-staging",
                Region = EuRegion.Belgium,
            }
        );
        var bucket = logs.BucketName;
    }
}
