using PmCrm.Components.ClusterServices;
using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="DatadogAgent"/> alone.</summary>
public static class DatadogAgentExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var datadog = new DatadogAgent(
            "datadog",
            new DatadogAgentArgs
            {
                ApiKey = Output.CreateSecret("from the stack's configuration"),
                ClusterName = "crm-staging",
                Labels = new ResourceLabels("staging"),
            }
        );
        var port = DatadogAgent.MetricsPort;
    }
}
