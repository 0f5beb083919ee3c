using System.Text.RegularExpressions;

namespace PmCrm.Components.Hosting;

/// <summary>
/// An image by digest, <c>repository@sha256:…</c>, in the two parts that the platforms take, and with the kind of its registry.
/// </summary>
internal sealed partial record HostedImage(string Repository, string Digest)
{
    private static readonly (Regex Host, string Registry)[] Registries =
    [
        (GitHub(), "GITHUB"),
        (GitLab(), "GITLAB"),
        (DockerHub(), "DOCKER"),
        (Amazon(), "AWS_ECR"),
        (Google(), "GOOGLE_ARTIFACT"),
    ];

    /// <summary>Render's name of the registry that the image is in.</summary>
    /// <exception cref="ArgumentException">
    /// Render supports no credential for that registry (https://render.com/docs/deploy-an-image).
    /// </exception>
    public string RenderRegistry =>
        Array.Find(Registries, registry => registry.Host.IsMatch(Repository)).Registry
        ?? throw new ArgumentException(
            $"Render supports no credentials for the image's registry '{Repository.Split('/')[0]}'; accepted: ghcr.io, "
                + "registry.gitlab.com, docker.io, NUMBER.dkr.ecr.REGION.amazonaws.com, REGION-docker.pkg.dev."
        );

    /// <summary>Reads an image.</summary>
    /// <exception cref="ArgumentException">It is not named by a digest.</exception>
    public static HostedImage Parse(string image) =>
        ByDigest().Match(image) is { Success: true } match
            ? new HostedImage(match.Groups["repository"].Value, match.Groups["digest"].Value)
            : throw new ArgumentException(
                $"The image '{image}' has no digest; accepted: repository@sha256: and 64 hexadecimal digits.",
                nameof(image)
            );

    [GeneratedRegex(@"^(?<repository>[^@:]+(:[0-9]+/[^@:]+)?)(:[^@/]+)?@(?<digest>sha256:[0-9a-f]{64})\z")]
    private static partial Regex ByDigest();

    [GeneratedRegex(@"^ghcr\.io/")]
    private static partial Regex GitHub();

    [GeneratedRegex(@"^registry\.gitlab\.com/")]
    private static partial Regex GitLab();

    [GeneratedRegex(@"^docker\.io/")]
    private static partial Regex DockerHub();

    [GeneratedRegex(@"^[0-9]+\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/")]
    private static partial Regex Amazon();

    [GeneratedRegex(@"^[a-z0-9-]+-docker\.pkg\.dev/")]
    private static partial Regex Google();
}
