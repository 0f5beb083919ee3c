using System.Collections.Immutable;
using PmCrm.Components.Common;
using PmCrm.Contract;
using Pulumi;
using Core = Pulumi.Kubernetes.Core.V1;
using CoreArgs = Pulumi.Kubernetes.Types.Inputs.Core.V1;
using MetaArgs = Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace PmCrm.Components.Workload;

/// <summary>
/// What the application is told: a ConfigMap of its variables, one of certificates, and a Secret. The ConfigMaps' names carry a hash of
/// their contents, so a change makes new ones, rolls the pods to them, and leaves the old ones for pods that still run.
/// </summary>
/// <example>
/// <code>
/// var configuration = new AppConfiguration("configuration", new AppConfigurationArgs
/// {
///     Namespace = "crm",
///     Variables = new Dictionary&lt;string, string&gt; { [AppVariables.LogLevel] = "info" },
///     Secrets = new Dictionary&lt;string, Output&lt;string&gt;&gt; { [AppVariables.JwtSecret] = Output.CreateSecret("from the stack's configuration") },
///     Certificates = new Dictionary&lt;string, Output&lt;string&gt;&gt; { [AppContract.DatabaseCaFile] = Output.Create("-----BEGIN CERTIFICATE-----") },
///     Labels = new ResourceLabels("staging"),
/// });
/// </code>
/// </example>
public sealed class AppConfiguration : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:workload:AppConfiguration";

    private readonly AppConfigurationArgs _args;

    /// <summary>Creates the objects.</summary>
    /// <exception cref="ArgumentException">A secret variable is among the plain ones, or the other way round.</exception>
    public AppConfiguration(string name, AppConfigurationArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        _args = args;
        RefuseMisplaced(args.Variables.Keys.Where(AppVariables.Secret.Contains), nameof(args.Secrets));
        RefuseMisplaced(args.Secrets.Keys.Where(variable => !AppVariables.Secret.Contains(variable)), nameof(args.Variables));

        ConfigMapName = CreateConfigMap(name, "config", Output.Create(args.Variables.ToImmutableDictionary()));
        CertificatesName = CreateConfigMap(
            $"{name}-certificates",
            "certificates",
            Output.All(args.Certificates.Select(file => file.Value.Apply(pem => KeyValuePair.Create(file.Key, pem)))).Apply(files => files.ToImmutableDictionary()));

        var secrets = Output.CreateSecret(Output
            .All(args.Secrets.Select(secret => secret.Value.Apply(value => KeyValuePair.Create(AppVariables.SecretKey(secret.Key), value))))
            .Apply(entries => entries.ToImmutableDictionary()));
        SecretName = new Core.Secret($"{name}-secrets", new CoreArgs.SecretArgs
        {
            Metadata = Named($"{args.Application}-secrets"),
            StringData = secrets,
        }, this.Child()).Metadata.Apply(metadata => metadata.Name);
        SecretVersion = secrets.Apply(ContentHash.Of);
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

    /// <summary>Changes with any secret. Itself secret: a hash of a weak one could be guessed back.</summary>
    [Output("secretVersion")]
    public Output<string> SecretVersion { get; private set; }

    /// <summary>The variables that the Secret holds.</summary>
    public IReadOnlyList<string> SecretVariables { get; }

    private Output<string> CreateConfigMap(string name, string purpose, Output<ImmutableDictionary<string, string>> data)
        => new Core.ConfigMap(name, new CoreArgs.ConfigMapArgs
        {
            Metadata = Named(data.Apply(entries => $"{_args.Application}-{purpose}-{ContentHash.Of(entries)}")),
            Immutable = true,
            Data = data,
        }, this.Child()).Metadata.Apply(metadata => metadata.Name);

    private MetaArgs.ObjectMetaArgs Named(Input<string> name)
        => new() { Name = name, Namespace = _args.Namespace, Labels = _args.Labels.ToInputMap() };

    private static void RefuseMisplaced(IEnumerable<string> variables, string place)
    {
        var misplaced = variables.Order(StringComparer.Ordinal).ToList();
        if (misplaced.Count > 0) throw new ArgumentException($"{string.Join(", ", misplaced)}: accepted among {place} only.", nameof(variables));
    }
}
