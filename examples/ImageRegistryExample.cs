using PmCrm.Components.Common;
using PmCrm.Components.Registry;
using Pulumi;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="ImageRegistry"/> alone.</summary>
public static class ImageRegistryExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var images = new ImageRegistry(
            "images",
            new ImageRegistryArgs
            {
                Project = "my-project",
                PhysicalName = "crm-staging",
                Encryption = EncryptionKey.GoogleManaged,
                Writers = new Dictionary<string, Input<string>>
                {
                    ["deployer"] = "serviceAccount:deployer@my-project.iam.gserviceaccount.com",
                },
                Labels = new ResourceLabels("staging"),
            }
        );
        var image = Output.Format($"{images.Url}/crm-backend");
    }
}
