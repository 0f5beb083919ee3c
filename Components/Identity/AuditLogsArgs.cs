using Pulumi;

namespace PmCrm.Components.Identity;

/// <summary>Arguments of <see cref="AuditLogs"/>.</summary>
public sealed class AuditLogsArgs : ResourceArgs
{
    /// <summary>Google Cloud project whose services log who reads their data.</summary>
    [Input("project", required: true)]
    public required Input<string> Project { get; init; }
}
