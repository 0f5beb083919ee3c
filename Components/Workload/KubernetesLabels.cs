using System.Collections.Immutable;
using PmCrm.Components.Common;

namespace PmCrm.Components.Workload;

/// <summary>Labels of Kubernetes objects: the platform's own, and those that Kubernetes recommends.</summary>
internal static class KubernetesLabels
{
    /// <summary>Kubernetes' recommended label for the application that an object is part of.</summary>
    public const string PartOfKey = "app.kubernetes.io/part-of";

    /// <summary>Label that Kubernetes gives every namespace: its name.</summary>
    public const string NamespaceNameKey = "kubernetes.io/metadata.name";

    /// <summary>What selects a workload's pods.</summary>
    public static ImmutableDictionary<string, string> Selector(string workload)
        => ImmutableDictionary<string, string>.Empty.Add(ResourceLabels.ApplicationKey, workload);

    /// <summary>Labels of a workload's objects and pods.</summary>
    public static ImmutableDictionary<string, string> Of(ResourceLabels labels, string workload)
        => labels.Values.SetItem(ResourceLabels.ApplicationKey, workload).Add(PartOfKey, ResourceLabels.Application);
}
