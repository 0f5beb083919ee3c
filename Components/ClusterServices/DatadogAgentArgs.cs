using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.ClusterServices;

/// <summary>Arguments of <see cref="DatadogAgent"/>.</summary>
public sealed class DatadogAgentArgs : ResourceArgs
{
    /// <summary>Datadog API key.</summary>
    [Input("apiKey", required: true)]
    public required Input<string> ApiKey { get; init; }

    /// <summary>Name that Datadog knows the cluster by.</summary>
    [Input("clusterName", required: true)]
    public required Input<string> ClusterName { get; init; }

    /// <summary>Where Datadog keeps the data. Default: its site in the EU.</summary>
    public string Site { get; init; } = DatadogAgent.EuSite;

    /// <summary>Pods of the cluster agent. Default 2.</summary>
    public int ClusterAgentReplicas { get; init; } = 2;

    /// <summary>Version of the chart. Default: the one that this component was written for.</summary>
    public string ChartVersion { get; init; } = DatadogAgent.DefaultChartVersion;

    /// <summary>Labels, which become tags of everything that Datadog gets.</summary>
    public required ResourceLabels Labels { get; init; }
}
