using PmCrm.Components.Common;
using PmCrm.Components.Workload;
using PmCrm.Contract;
using Pulumi;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="MigrationJob"/> alone.</summary>
public static class MigrationJobExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var labels = new ResourceLabels("staging");
        var configuration = new AppConfiguration(
            "configuration",
            new AppConfigurationArgs
            {
                Namespace = "crm",
                Variables = new Dictionary<string, string> { [AppVariables.LogLevel] = "info" },
                Secrets = new Dictionary<string, Output<string>>(),
                Certificates = new Dictionary<string, Output<string>>(),
                Labels = labels,
            }
        );
        var image = "registry/crm@sha256:" + new string('0', 64);
        var size = new ContainerResources(new ComputeResources(500, 512, 256), new ComputeResources(1000, 1024, 512));
        var egress = new AppEgress(PrivateServicesRange: "10.64.0.0/16");
        var migration = new MigrationJob(
            "migration",
            new MigrationJobArgs
            {
                Namespace = "crm",
                Image = image,
                Configuration = configuration,
                Resources = size,
                Egress = egress,
                Labels = labels,
            }
        );
    }
}
