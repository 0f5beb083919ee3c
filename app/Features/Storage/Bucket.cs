namespace PmCrm.App.Features.Storage;

/// <summary>The bucket of an object.</summary>
public enum Bucket
{
    /// <summary>Uploads: photos and attachments.</summary>
    Uploads,

    /// <summary>Exports, which the worker writes.</summary>
    Exports,
}

/// <summary>The buckets' names in the database.</summary>
internal static class BucketText
{
    public static string Text(this Bucket bucket) => bucket == Bucket.Uploads ? "uploads" : "exports";

    public static Bucket Parse(string text) => text == "uploads" ? Bucket.Uploads : Bucket.Exports;
}
