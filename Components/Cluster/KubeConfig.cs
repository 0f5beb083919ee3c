using System.Text.Json.Nodes;

namespace PmCrm.Components.Cluster;

/// <summary>Kubeconfig of a GKE cluster: reaches the control plane by its DNS name, with the user's own Google sign-in.</summary>
internal static class KubeConfig
{
    /// <summary>
    /// A kubeconfig without credentials: <c>gke-gcloud-auth-plugin</c> fetches a short-lived token. The DNS name has a publicly trusted
    /// certificate, so the kubeconfig names no certificate authority.
    /// </summary>
    public static string For(string clusterName, string endpoint) =>
        new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Config",
            ["current-context"] = clusterName,
            ["clusters"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = clusterName,
                    ["cluster"] = new JsonObject { ["server"] = $"https://{endpoint}" },
                }
            ),
            ["contexts"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = clusterName,
                    ["context"] = new JsonObject { ["cluster"] = clusterName, ["user"] = clusterName },
                }
            ),
            ["users"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = clusterName,
                    ["user"] = new JsonObject
                    {
                        ["exec"] = new JsonObject
                        {
                            ["apiVersion"] = "client.authentication.k8s.io/v1beta1",
                            ["command"] = "gke-gcloud-auth-plugin",
                            ["installHint"] = "gcloud components install gke-gcloud-auth-plugin",
                            ["interactiveMode"] = "Never",
                            ["provideClusterInfo"] = true,
                        },
                    },
                }
            ),
        }.ToJsonString();
}
