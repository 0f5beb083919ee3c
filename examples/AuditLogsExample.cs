using PmCrm.Components.Identity;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="AuditLogs"/> alone.</summary>
public static class AuditLogsExample
{
    /// <summary>To be called inside a deployment, as a Pulumi program is.</summary>
    public static void Run()
    {
        var audit = new AuditLogs("audit", new AuditLogsArgs { Project = "my-project" });
    }
}
