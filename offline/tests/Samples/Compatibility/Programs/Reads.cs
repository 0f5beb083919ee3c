using PmCrm.Samples.Shapes;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Random;

namespace PmCrm.Samples.Programs;

/// <summary>Existing resources, looked up by id, with and without known state, and by URN.</summary>
internal static class Reads
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var source = new Thing("source");
            var read = Thing.Get("read", "an-id");
            Thing.Get(
                "read-with-state",
                "an-id",
                new ThingState { Text = source.Computed, Labels = { ["k"] = Output.CreateSecret("planted-value-12") } }
            );
            Thing.Get(
                "read-with-options",
                "an-id",
                options: new CustomResourceOptions
                {
                    Parent = source,
                    DependsOn = { read },
                    Protect = true,
                    Version = "0.0.7-sample",
                    AdditionalSecretOutputs = { "text" },
                }
            );
            Thing.Get(
                "read-with-provider",
                "an-id",
                options: new CustomResourceOptions
                {
                    Provider = new Pulumi.Random.Provider("random"),
                    PluginDownloadURL = "https://plugins.example.com",
                }
            );
            Thing.Get("read-by-computed-id", source.Id);
            Pulumi.Gcp.Compute.Network.Get("network", "projects/p/global/networks/n");
            Namespace.Get("namespace", "kube-system");
            RandomPassword.Get("password", "none", new RandomPasswordState { Length = 12 });
            new Thing("uses", new ThingArgs { Text = read.Computed, Items = { read.Text, read.Id } });
        });
}
