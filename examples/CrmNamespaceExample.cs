using PmCrm.Components.Common;
using PmCrm.Components.Workload;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="CrmNamespace"/> alone.</summary>
public static class CrmNamespaceExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var size = new ContainerResources(new ComputeResources(500, 512, 256), new ComputeResources(1000, 1024, 512));
        var ns = new CrmNamespace(
            "namespace",
            new CrmNamespaceArgs
            {
                Namespace = "crm",
                Quota = NamespaceQuota.For((Pods: 10, size)),
                Labels = new ResourceLabels("staging"),
            }
        );
    }
}
