using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using PmCrm.Components.Networking;
using PmCrm.Components.Registry;
using PmCrm.Components.Workload;
using PmCrm.Contract;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Crm;

/// <summary>What all other tiers need: the project's APIs, encryption keys, the image registry, the nodes' identity, the network.</summary>
internal sealed class Foundation
{
    private readonly CrmSettings settings;

    public Foundation(CrmSettings settings)
    {
        this.settings = settings;
        Google = new Pulumi.Gcp.Provider(
            "google",
            new Pulumi.Gcp.ProviderArgs
            {
                Project = settings.Project,
                Region = settings.Region.Name,
                // Quota and billing use the environment's project, not the deployer's.
                BillingProject = settings.Project,
                UserProjectOverride = true,
                // Otherwise the provider adds the label goog-pulumi-provisioned to everything (google-beta v7.45.0); our label managed-by
                // says the same.
                AddPulumiAttributionLabel = false,
            }
        );

        Services = new ProjectServices(
            "services",
            new ProjectServicesArgs { Project = settings.Project },
            new ComponentResourceOptions { Provider = Google }
        );
        Keys = settings.HasCustomerManagedKeys ? CreateKeys() : null;
        Images = new ImageRegistry(
            "images",
            new ImageRegistryArgs
            {
                Project = Project,
                PhysicalName = settings.PhysicalName,
                Encryption = KeyOr(Keys?.ImagesKey),
                Protection = settings.Protection,
                Labels = settings.Labels,
            },
            Keys is null ? Options : Options.After(Keys)
        );
        _ = new AuditLogs("audit", new AuditLogsArgs { Project = Project }, Options);
        Nodes = new NodeServiceAccount(
            "nodes",
            new NodeServiceAccountArgs
            {
                Project = Project,
                AccountId = $"{settings.PhysicalName}-nodes",
                PullsFrom = new Dictionary<string, ImageRegistry> { ["images"] = Images },
            },
            Options
        );
        Network = CreateNetwork();
    }

    /// <summary>Google Cloud, as the environment's project.</summary>
    public Pulumi.Gcp.Provider Google { get; }

    /// <summary>The project's APIs; nothing can be created before they are enabled.</summary>
    public ProjectServices Services { get; }

    /// <summary>Options of components that only use Google Cloud: created after the project's APIs are enabled.</summary>
    public ComponentResourceOptions Options => new ComponentResourceOptions { Provider = Google }.After(Services);

    /// <summary>
    /// Options of components that store data in the network: created after the encryption keys, the network's peering, routes and firewall.
    /// </summary>
    public ComponentResourceOptions OptionsInNetwork => Keys is null ? Options.After(Network) : Options.After(Network, Keys);

    /// <summary>The project's id.</summary>
    public string Project => this.settings.Project;

    /// <summary>Customer-managed keys; null where Google manages all keys.</summary>
    public KmsKeys? Keys { get; }

    public ImageRegistry Images { get; }

    public NodeServiceAccount Nodes { get; }

    public VpcNetwork Network { get; }

    /// <summary>A customer-managed key, or explicitly none.</summary>
    public static EncryptionKey KeyOr(Output<string>? key) =>
        key is null ? EncryptionKey.GoogleManaged : EncryptionKey.CustomerManaged(key);

    private KmsKeys CreateKeys() =>
        new(
            "keys",
            new KmsKeysArgs
            {
                Project = Project,
                PhysicalName = this.settings.PhysicalName,
                Region = this.settings.Region,
                // Created with or without a replica: Google never frees the name of a key ring, so a deleted ring could not be created
                // again (https://cloud.google.com/kms/docs/faq).
                ReplicaRegion = this.settings.RecoveryRegion,
                Protection = this.settings.Protection,
                Labels = this.settings.Labels,
            },
            Options
        );

    private VpcNetwork CreateNetwork() =>
        new(
            "network",
            new VpcNetworkArgs
            {
                Project = Project,
                PhysicalName = this.settings.PhysicalName,
                Region = this.settings.Region,
                NodeRange = this.settings.Network.NodeRange,
                PodRange = this.settings.Network.PodRange,
                ServiceRange = this.settings.Network.ServiceRange,
                ControlPlaneRange = this.settings.Network.ControlPlaneRange,
                PrivateServicesRange = this.settings.Network.PrivateServicesRange,
                BackendPort = AppContract.Port,
                EgressAddressCount = this.settings.Network.EgressAddressCount,
                Labels = this.settings.Labels,
            },
            Options
        );
}
