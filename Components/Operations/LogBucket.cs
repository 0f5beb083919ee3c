using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Gcp.Logging;

namespace PmCrm.Components.Operations;

/// <summary>
/// Keeps the project's logs in one EU region for 30 days. Google's default bucket is global; this component redirects the default sink, so
/// nothing more is written there. Admin Activity audit logs stay in Google's own bucket for 400 days; that cannot be changed.
/// </summary>
/// <example><c>examples/LogBucketExample.cs</c></example>
public sealed class LogBucket : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:operations:LogBucket";

    /// <summary>Google's name of the sink for all logs except the required audit logs.</summary>
    private const string DefaultSink = "_Default";

    private const string AllButRequired =
        "NOT LOG_ID(\"cloudaudit.googleapis.com/activity\") AND NOT LOG_ID(\"externalaudit.googleapis.com/activity\") AND "
        + "NOT LOG_ID(\"cloudaudit.googleapis.com/system_event\") AND NOT LOG_ID(\"externalaudit.googleapis.com/system_event\") AND "
        + "NOT LOG_ID(\"cloudaudit.googleapis.com/access_transparency\") AND NOT LOG_ID(\"externalaudit.googleapis.com/access_transparency\")";

    /// <summary>Creates the bucket and points the default sink at it.</summary>
    /// <exception cref="ArgumentException">The retention is not 1 to 3650 days.</exception>
    public LogBucket(string name, LogBucketArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        if (args.RetentionDays is < 1 or > 3650)
            throw new ArgumentException($"The log retention is {args.RetentionDays} days; accepted: 1 to 3650.", nameof(args));

        var bucket = new ProjectBucketConfig(
            name,
            new ProjectBucketConfigArgs
            {
                Project = args.Project,
                Location = args.Region.Name,
                BucketId = args.PhysicalName,
                RetentionDays = args.RetentionDays,
                EnableAnalytics = true,
                Description = "Logs of the CRM, in the EU.",
            },
            this.ProtectedChild(args.Protection)
        );
        _ = new ProjectSink(
            $"{name}-default-sink",
            new ProjectSinkArgs
            {
                Project = args.Project,
                Name = DefaultSink,
                Destination = Output.Format($"logging.googleapis.com/{bucket.Id}"),
                Filter = AllButRequired,
                UniqueWriterIdentity = true,
            },
            this.Child()
        );

        BucketName = bucket.Id;
        RegisterOutputs();
    }

    /// <summary>Full name of the bucket: <c>projects/PROJECT/locations/REGION/buckets/NAME</c>.</summary>
    [Output("bucketName")]
    public Output<string> BucketName { get; private set; }
}
