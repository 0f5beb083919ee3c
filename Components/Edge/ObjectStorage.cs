using Pulumi;

namespace PmCrm.Components.Edge;

/// <summary>
/// The application's object storage: a bucket for uploads, which are kept, and one for exports, which are deleted after a month.
/// </summary>
/// <example><c>examples/ObjectStorageExample.cs</c></example>
public sealed class ObjectStorage : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:edge:ObjectStorage";

    /// <summary>Creates both buckets.</summary>
    public ObjectStorage(string name, ObjectStorageArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        var uploads = new ObjectBucket(
            $"{name}-uploads",
            new ObjectBucketArgs
            {
                AccountId = args.AccountId,
                PhysicalName = UploadsName(args.PhysicalName),
                AppOrigin = args.AppOrigin,
                Public = args.PublicUploads,
                Protection = args.Protection,
            },
            new ComponentResourceOptions { Parent = this }
        );
        var exports = new ObjectBucket(
            $"{name}-exports",
            new ObjectBucketArgs
            {
                AccountId = args.AccountId,
                PhysicalName = ExportsName(args.PhysicalName),
                AppOrigin = args.AppOrigin,
                Methods = ["GET", "HEAD"],
                ExpireAfter = args.ExportRetention,
                Protection = args.Protection,
            },
            new ComponentResourceOptions { Parent = this }
        );

        UploadsBucket = uploads.BucketName;
        ExportsBucket = exports.BucketName;
        RegisterOutputs();
    }

    /// <summary>
    /// S3 URL of the bucket for uploads. Buckets of a jurisdiction have their own host and are not found at the account's host
    /// (https://developers.cloudflare.com/r2/reference/data-location#jurisdictional-restrictions).
    /// </summary>
    public static string UploadsUrl(string accountId, string physicalName) => UrlOf(accountId, UploadsName(physicalName));

    /// <summary>S3 URL of the bucket for exports.</summary>
    public static string ExportsUrl(string accountId, string physicalName) => UrlOf(accountId, ExportsName(physicalName));

    private static string UploadsName(string physicalName) => $"{physicalName}-uploads";

    private static string ExportsName(string physicalName) => $"{physicalName}-exports";

    private static string UrlOf(string accountId, string bucket) =>
        $"https://{accountId}.{ObjectBucket.Jurisdiction}.r2.cloudflarestorage.com/{bucket}";

    /// <summary>Cloudflare's name of the bucket that holds uploads.</summary>
    [Output("uploadsBucket")]
    public Output<string> UploadsBucket { get; private set; }

    /// <summary>Cloudflare's name of the bucket that holds exports.</summary>
    [Output("exportsBucket")]
    public Output<string> ExportsBucket { get; private set; }
}
