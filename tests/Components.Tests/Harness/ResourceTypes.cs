using System.Reflection;
using Pulumi;

namespace PmCrm.Testing;

/// <summary>The resource types of the provider packages that these tests are built with.</summary>
internal static class ResourceTypes
{
    private static readonly Lazy<HashSet<string>> Known = new(() =>
        [
            .. new[]
            {
                typeof(Pulumi.Gcp.Provider),
                typeof(Pulumi.Kubernetes.Provider),
                typeof(Pulumi.Random.RandomPassword),
                typeof(Pulumi.Cloudflare.Provider),
                typeof(Pulumiverse.Vercel.Provider),
                typeof(Pulumi.Render.Provider),
                typeof(Pulumi.Railway.Provider),
                typeof(Pulumi.Neon.Provider),
                typeof(Pulumi.Supabase.Provider),
                typeof(Pulumi.Upstash.Provider),
                typeof(Pulumi.Resend.Provider),
                typeof(Pulumi.Sendgrid.Provider),
                typeof(Pulumi.BetterUptime.Provider),
                typeof(Pulumi.Logtail.Provider),
            }
                .SelectMany(type => type.Assembly.GetExportedTypes())
                .Select(type => type.GetCustomAttribute<ResourceTypeAttribute>()?.Type)
                .OfType<string>(),
        ]
    );

    /// <summary>Whether a package has that type. Custom resources have types of the cluster, named with their API group.</summary>
    public static bool Exists(string type) =>
        Known.Value.Contains(type) || type.StartsWith("kubernetes:networking.gke.io/", StringComparison.Ordinal);
}
