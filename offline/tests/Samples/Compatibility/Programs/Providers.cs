using PmCrm.Samples.Shapes;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Random;

namespace PmCrm.Samples.Programs;

/// <summary>Explicit providers: given, inherited through components and resources, merged, and encoded as JSON text.</summary>
internal static class Providers
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var project = new RandomPet("project");
            var gcp = new Pulumi.Gcp.Provider(
                "gcp",
                new Pulumi.Gcp.ProviderArgs
                {
                    Project = project.Id,
                    Region = "europe-west1",
                    UserProjectOverride = true,
                    DefaultLabels = { ["app"] = "pmcrm" },
                    Scopes = { "https://www.googleapis.com/auth/cloud-platform" },
                    AccessToken = "planted-value-6",
                }
            );
            var kubernetes = new Pulumi.Kubernetes.Provider(
                "kubernetes",
                new Pulumi.Kubernetes.ProviderArgs
                {
                    KubeConfig = Output.CreateSecret("planted: kubeconfig"),
                    EnableServerSideApply = true,
                    Namespace = "pmcrm",
                }
            );
            var other = new Pulumi.Kubernetes.Provider("other", new Pulumi.Kubernetes.ProviderArgs { Context = "other" });

            new Pulumi.Gcp.Compute.Network("given", new() { AutoCreateSubnetworks = false }, new() { Provider = gcp });
            new Namespace("default-provider");

            var group = new Group("group", new ComponentResourceOptions { Providers = { gcp, kubernetes } });
            new Namespace("inherited", options: new() { Parent = group });
            new Pulumi.Gcp.Compute.Network("inherited-too", options: new() { Parent = group });
            new RandomPet("not-inherited", options: new() { Parent = group });
            new Namespace("overridden", options: new() { Parent = group, Provider = other });
            var inner = new Group("inner", new ComponentResourceOptions { Parent = group, Provider = other });
            new Namespace("inner-overridden", options: new() { Parent = inner });
            new Pulumi.Gcp.Compute.Network("inner-inherited", options: new() { Parent = inner });
            var parent = new Namespace("parent", options: new() { Provider = kubernetes });
            new ConfigMap(
                "child",
                new ConfigMapArgs
                {
                    Metadata = new ObjectMetaArgs { Namespace = parent.Metadata.Apply(m => m.Name) },
                    Data = { ["k"] = "v" },
                },
                new() { Parent = parent }
            );
            var merged = ComponentResourceOptions.Merge(
                new ComponentResourceOptions { Providers = { gcp, kubernetes } },
                new ComponentResourceOptions { Providers = { other } }
            );
            var mergedGroup = new Group("merged", merged);
            new Namespace("from-merged", options: new() { Parent = mergedGroup });
        });
}
