using PmCrm.Components.Cluster;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="ImagePolicy"/> alone.</summary>
public static class ImagePolicyExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var policy = new ImagePolicy(
            "image-policy",
            new ImagePolicyArgs { Project = "my-project", AllowedImages = ["europe-docker.pkg.dev/my-project/**"] }
        );
    }
}
