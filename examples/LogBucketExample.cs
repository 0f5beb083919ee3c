using PmCrm.Components.Common;
using PmCrm.Components.Operations;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="LogBucket"/> alone.</summary>
public static class LogBucketExample
{
    /// <summary>To be called inside a deployment, as a Pulumi program is.</summary>
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
