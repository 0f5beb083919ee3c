using PmCrm.Components.Edge;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="ObjectBucket"/> alone.</summary>
public static class ObjectBucketExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var avatars = new ObjectBucket(
            "avatars",
            new ObjectBucketArgs
            {
                AccountId = "0123456789abcdef",
                PhysicalName = "crm-staging-avatars",
                AppOrigin = "https://app.example.org",
                Public = new PublicAddress("avatars.example.org", "fedcba9876543210"),
            }
        );
        var bucket = avatars.BucketName;
    }
}
