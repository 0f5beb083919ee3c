using PmCrm.Components.Identity;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="AuditLogs"/> alone.</summary>
public static class AuditLogsExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var audit = new AuditLogs("audit", new AuditLogsArgs { Project = "my-project" });
    }
}
