using System.Collections.Immutable;
using PmCrm.Components.Common;
using PmCrm.Contract;
using Pulumi;
using Core = Pulumi.Kubernetes.Core.V1;
using CoreArgs = Pulumi.Kubernetes.Types.Inputs.Core.V1;
using MetaArgs = Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace PmCrm.Components.Workload;

/// <summary>
/// The application's configuration: a ConfigMap of its variables, one of certificates, and a Secret. All three are immutable, with a hash
/// of their contents in their names, so a change creates new objects and rolls the pods. The old objects are kept in the cluster, so that
/// <c>kubectl rollout undo</c> finds those of an earlier revision; <c>docs/rollback.md</c> says how to remove them.
/// </summary>
/// <remarks>
/// The provider needs <c>upsertExistingObjects</c>: when a configuration returns to an earlier state, its objects still exist, and since
/// version 4.29 the provider refuses to create an existing object (its CHANGELOG, #2926). Use <c>GkeCluster.KeptObjectsProvider</c>.
/// </remarks>
/// <example><c>examples/AppConfigurationExample.cs</c></example>
public sealed class AppConfiguration : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:workload:AppConfiguration";

    /// <summary>Value of the label <c>app.kubernetes.io/component</c>; <c>docs/rollback.md</c> finds kept objects by it.</summary>
    public const string Component = "configuration";

    private readonly AppConfigurationArgs args;

    /// <summary>Creates the objects.</summary>
    /// <exception cref="ArgumentException">A secret variable is among the plain variables, or the reverse.</exception>
    public AppConfiguration(string name, AppConfigurationArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        RefuseMisplaced(args.Variables.Keys.Where(AppVariables.Secret.Contains), nameof(args.Secrets));
        RefuseVersion(args.Variables);
        RefuseMisplaced(args.Secrets.Keys.Where(variable => !AppVariables.Secret.Contains(variable)), nameof(args.Variables));

        ConfigMapName = CreateConfigMap(name, "config", Output.Create(args.Variables.ToImmutableDictionary()));
        CertificatesName = CreateConfigMap(
            $"{name}-certificates",
            "certificates",
            Output
                .All(args.Certificates.Select(file => Entry(file.Key, file.Key, file.Value)))
                .Apply(files => files.ToImmutableDictionary())
        );

        var secrets = Output.CreateSecret(
            Output
                .All(args.Secrets.Select(secret => Entry(secret.Key, AppVariables.SecretKey(secret.Key), secret.Value)))
                .Apply(entries => entries.ToImmutableDictionary())
        );
        var secret = new Core.Secret(
            $"{name}-secrets",
            new CoreArgs.SecretArgs
            {
                // The hash covers all entries together, including generated 256-bit keys, so no entry can be guessed from it.
                Metadata = Named(HashedName("secrets", Output.Unsecret(secrets.Apply(ContentHash.Of)))),
                Immutable = true,
                StringData = secrets,
            },
            Kept()
        );
        SecretName = MissingValue.NameOf(secret.Metadata, "Secret");
        SecretVariables = args.Secrets.Keys.Order(StringComparer.Ordinal).ToList();
        RegisterOutputs();
    }

    /// <summary>Name of the ConfigMap of variables.</summary>
    [Output("configMapName")]
    public Output<string> ConfigMapName { get; private set; }

    /// <summary>Name of the ConfigMap of certificates.</summary>
    [Output("certificatesName")]
    public Output<string> CertificatesName { get; private set; }

    /// <summary>Name of the Secret.</summary>
    [Output("secretName")]
    public Output<string> SecretName { get; private set; }

    /// <summary>The variables that the Secret holds.</summary>
    public IReadOnlyList<string> SecretVariables { get; }

    private Output<string> CreateConfigMap(string name, string purpose, Output<ImmutableDictionary<string, string>> data) =>
        MissingValue.NameOf(
            new Core.ConfigMap(
                name,
                new CoreArgs.ConfigMapArgs
                {
                    Metadata = Named(HashedName(purpose, data.Apply(ContentHash.Of))),
                    Immutable = true,
                    Data = data,
                },
                Kept()
            ).Metadata,
            "ConfigMap"
        );

    private static Output<KeyValuePair<string, string>> Entry(string what, string key, Output<string> value) =>
        value.ApplyIfPresent(what, present => KeyValuePair.Create(key, present), KeyValuePair.Create(key, ""));

    private Output<string> HashedName(string purpose, Output<string> hash) => Output.Format($"{this.args.Application}-{purpose}-{hash}");

    // A replaced object is removed from Pulumi's state but stays in the cluster, because an older revision of a Deployment refers to it.
    private CustomResourceOptions Kept()
    {
        var options = this.Child();
        options.RetainOnDelete = true;
        return options;
    }

    private MetaArgs.ObjectMetaArgs Named(Input<string> name) =>
        new()
        {
            Name = name,
            Namespace = this.args.Namespace,
            Labels = KubernetesLabels.Of(this.args.Labels).Add(KubernetesLabels.ComponentKey, Component),
            // A kept object that is adopted again may have labels that another run wrote.
            Annotations = { [PulumiAnnotations.PatchForce] = PulumiAnnotations.True },
        };

    private static void RefuseVersion(IReadOnlyDictionary<string, string> variables)
    {
        if (!variables.ContainsKey(AppVariables.AppVersion))
            return;
        throw new ArgumentException(
            $"{AppVariables.AppVersion}: accepted only in the pod template, which sets it from the image. In the ConfigMap, each new image would replace it.",
            nameof(variables)
        );
    }

    private static void RefuseMisplaced(IEnumerable<string> variables, string place)
    {
        var misplaced = variables.Order(StringComparer.Ordinal).ToList();
        if (misplaced.Count > 0)
            throw new ArgumentException($"{string.Join(", ", misplaced)}: accepted only among {place}.", nameof(variables));
    }
}
