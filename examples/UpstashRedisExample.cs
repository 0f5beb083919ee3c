using PmCrm.Components.Cache;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="UpstashRedis"/> alone.</summary>
public static class UpstashRedisExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var made = new UpstashRedis("example", new UpstashRedisArgs { PhysicalName = "crm-mvp" });
        var output = made.ConnectionUrl;
    }
}
