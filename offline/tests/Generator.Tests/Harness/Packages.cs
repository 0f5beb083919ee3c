using System.Reflection;

namespace PmCrm.Sdk.Generator.Tests.Harness;

/// <summary>
/// The provider packages that the solution is built with: the generated ones in stand-in mode, the published ones in official mode. In
/// official mode the same tests check that the generator's output matches the published packages.
/// </summary>
internal static class Packages
{
    /// <summary>By the name that types.txt uses.</summary>
    internal static IReadOnlyDictionary<string, Package> All { get; } =
        new Dictionary<string, Package>
        {
            ["cloudflare"] = new("Pulumi.Cloudflare", typeof(Pulumi.Cloudflare.Provider).Assembly, "PulumiCloudflareVersion"),
            ["gcp"] = new("Pulumi.Gcp", typeof(Pulumi.Gcp.Provider).Assembly, "PulumiGcpVersion"),
            ["kubernetes"] = new("Pulumi.Kubernetes", typeof(Pulumi.Kubernetes.Provider).Assembly, "PulumiKubernetesVersion"),
            ["random"] = new("Pulumi.Random", typeof(Pulumi.Random.Provider).Assembly, "PulumiRandomVersion"),
            ["vercel"] = new("Pulumiverse.Vercel", typeof(Pulumiverse.Vercel.Provider).Assembly, "PulumiverseVercelVersion"),
        };

    internal sealed record Package(string Root, Assembly Assembly, string VersionProperty);
}
