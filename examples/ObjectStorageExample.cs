using PmCrm.Components.Edge;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="ObjectStorage"/> alone.</summary>
public static class ObjectStorageExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var storage = new ObjectStorage(
            "storage",
            new ObjectStorageArgs
            {
                AccountId = "0123456789abcdef",
                PhysicalName = "crm-staging",
                AppOrigin = "https://app.example.org",
            }
        );
        var uploads = storage.UploadsBucket;
    }
}
