using System.Collections.Immutable;
using Pulumi;

namespace PmCrm.Components.Common;

/// <summary>
/// The labels of every resource that supports labels (CKV_GCP_21): application, environment, and the tool that manages it. Billing exports
/// and log queries group by them.
/// </summary>
/// <param name="Environment">Lower-case name of the environment, for example <c>production</c>.</param>
public sealed record ResourceLabels(string Environment)
{
    /// <summary>The application that all resources belong to.</summary>
    public const string Application = "pmcrm";

    /// <summary>Key of the application's name.</summary>
    public const string ApplicationKey = "app";

    /// <summary>Key of the environment's name.</summary>
    public const string EnvironmentKey = "env";

    /// <summary>Key of the tool that owns the resource.</summary>
    public const string ManagedByKey = "managed-by";

    /// <summary>The labels as the providers want them.</summary>
    public ImmutableDictionary<string, string> Values =>
        ImmutableDictionary.CreateRange([
            KeyValuePair.Create(ApplicationKey, Application),
            KeyValuePair.Create(EnvironmentKey, Environment),
            KeyValuePair.Create(ManagedByKey, "pulumi"),
        ]);

    /// <summary>The labels with one more.</summary>
    public ImmutableDictionary<string, string> With(string key, string value) => Values.SetItem(key, value);

    /// <summary>Lets an args property take the labels as they are.</summary>
    public InputMap<string> ToInputMap() => Values;
}
