namespace PmCrm.App.Features.Storage;

/// <summary>Which of the two buckets an object is in.</summary>
public enum Bucket
{
    /// <summary>What people send: photos and attachments.</summary>
    Uploads,

    /// <summary>What the worker writes: exports.</summary>
    Exports,
}

/// <summary>Buckets as the database names them.</summary>
internal static class BucketText
{
    public static string Text(this Bucket bucket) => bucket == Bucket.Uploads ? "uploads" : "exports";

    public static Bucket Parse(string text) => text == "uploads" ? Bucket.Uploads : Bucket.Exports;
}
