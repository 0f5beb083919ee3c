using PmCrm.Components.Cache;
using PmCrm.Components.Common;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="RedisCache"/> alone.</summary>
public static class RedisCacheExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var cache = new RedisCache(
            "cache",
            new RedisCacheArgs
            {
                Project = "my-project",
                PhysicalName = "crm-staging",
                Region = EuRegion.Belgium,
                NetworkId = "projects/my-project/global/networks/crm-staging",
                Tier = RedisTier.Basic,
                MemorySizeGb = 1,
                ServerCaPath = "/etc/crm/cache-ca.pem",
                Labels = new ResourceLabels("staging"),
            }
        );
    }
}
