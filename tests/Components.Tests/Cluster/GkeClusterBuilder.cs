using PmCrm.Components.Cluster;
using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Components.Tests.Cluster;

/// <summary>Builds a cluster with its three pools; each test sets only what it tests.</summary>
internal sealed class GkeClusterBuilder
{
    public EncryptionKey SecretsEncryption { get; init; } = EncryptionKey.GoogleManaged;

    public IReadOnlyList<string> AuthorizedNetworks { get; init; } = [];

    public Protection Protection { get; init; } = Protection.On;

    public bool Spot { get; init; }

    public Task<Recorded<GkeCluster>> RecordAsync(bool isPreview = false) => Recording.OfAsync(Build, isPreview);

    public async Task<RecordedResource> ClusterAsync() => (await RecordAsync()).Plan.Only("gcp:container/cluster:Cluster");

    public async Task<RecordedResource> PoolAsync(string role) =>
        (await RecordAsync()).Plan.Only("gcp:container/nodePool:NodePool", $"cluster-{role}");

    private GkeCluster Build(ComponentResourceOptions options) =>
        new(
            "cluster",
            new GkeClusterArgs
            {
                Project = Arrange.Project,
                PhysicalName = Arrange.PhysicalName,
                Region = EuRegion.Belgium,
                NetworkId = "network-id",
                SubnetworkId = "subnetwork-id",
                PodRangeName = "pods",
                ServiceRangeName = "services",
                ControlPlaneRange = "172.16.0.0/28",
                NodeTag = "pmcrm-test-node",
                NodeServiceAccount = "nodes@pmcrm-test.iam.gserviceaccount.com",
                NodePools =
                [
                    new NodePoolSize(NodePoolRole.App, "e2-standard-4", MinNodes: 3, MaxNodes: 12, Spot),
                    new NodePoolSize(NodePoolRole.Workers, "e2-standard-2", MinNodes: 1, MaxNodes: 5, Spot),
                    new NodePoolSize(NodePoolRole.Monitoring, "e2-standard-2", MinNodes: 1, MaxNodes: 3, Spot),
                ],
                SecretsEncryption = SecretsEncryption,
                AuthorizedNetworks = AuthorizedNetworks,
                YearEndFreeze = 2026,
                Protection = Protection,
                Labels = Arrange.Labels,
            },
            options
        );
}
